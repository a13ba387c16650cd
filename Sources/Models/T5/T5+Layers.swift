import Autograd

extension T5 {
  /// An RMS norm with the weight `name` of `scope`.
  func norm(_ x: Tensor, _ scope: ParameterScope) -> Tensor {
    x.normalized(by: scope.parameter("weight"), epsilon: Float(configuration.normEpsilon))
  }

  /// The feed-forward layer.
  func feedForward(_ input: BranchInput, _ scope: ParameterScope, _ dropout: DropoutContext) -> Tensor {
    let form = configuration.feedForward
    let inner = input.projected(by: form.inputs.map { scope.weight("\($0).weight") })
    return inner[0].builder.recomputing {
      dropout(form.hidden(inner)).linear(scope.weight("wo.weight"))
    }
  }

  /// One residual branch: x + dropout(layer(norm(x))).
  func residual(
    _ x: Tensor, _ scope: ParameterScope, _ dropout: DropoutContext, _ layer: (BranchInput) -> Tensor
  ) -> Tensor {
    dropout.residual(x, layer(BranchInput(model: self, x: x, norm: scope["layer_norm"])))
  }

  /// What a residual branch reads: norm(x).
  struct BranchInput {
    fileprivate let model: T5
    fileprivate let x: Tensor
    fileprivate let norm: ParameterScope

    /// The products of norm(x) with each of `weights`.
    ///
    /// Reverse mode makes norms and activations again instead of keeping them: next to the products they take
    /// no time, and kept they would be a quarter of a step's memory. A decoding step makes all products at
    /// once.
    func projected(by weights: [LinearWeight]) -> [Tensor] {
      x.builder.recomputing { LinearWeight.products(model.norm(x, norm), weights) }
    }
  }

  /// Multi-head attention from a branch's input `[batch, query, model]`.
  /// - Parameters:
  ///   - source: what keys and values come from; `nil` for the input itself.
  ///   - segments: segment ids of queries `[batch, query]`.
  ///   - bias: the relative-position bias `[buckets, heads]` and its scheme; `nil` in cross-attention.
  ///   - longest: the most places of a segment; `nil` where one may fill its row.
  func attention(
    _ input: BranchInput, source: Encoded? = nil, segments: Tensor, _ scope: ParameterScope,
    isCausal: Bool = false,
    bias: (table: Tensor, scheme: RelativePositionScheme)?, longest: Attention.SegmentLengths?,
    _ dropout: DropoutContext
  ) -> Tensor {
    let keyScope = source.map { scope.taking($0.joined) } ?? scope
    let (query, keyAndValue) = (scope.weight("q.weight"), ["k.weight", "v.weight"].map(keyScope.weight))
    let sides =
      source.map { source in input.projected(by: [query]) + keyAndValue.map { source.states.linear($0) } }
      ?? input.projected(by: [query] + keyAndValue)
    let builder = segments.builder
    let (operation, random) = dropout.attention(builder, keys: source.map(\.joined) ?? dropout.joined) {
      Attention(
        heads: configuration.heads, isCausal: isCausal, bias: bias?.scheme, dropoutRate: $0,
        dropoutStream: $1, dropoutNumbering: $2, longestSegment: longest)
    }
    let ids = [segments, source?.segments ?? segments]
    return builder.apply(operation, sides + ids + (bias.map { [$0.table] } ?? []) + random)[0]
      .linear(scope.weight("o.weight"))
  }

  /// The relative-position biases of a stack, which its first block holds for all.
  func positionBias(_ stack: ParameterScope) -> Tensor {
    stack["block.0.layer.0.SelfAttention"].parameter("relative_attention_bias.weight")
  }
}
