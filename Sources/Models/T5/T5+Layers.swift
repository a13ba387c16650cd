import Autograd

extension T5 {
  /// An RMS norm with the weight `name` of `scope`.
  func norm(_ x: Tensor, _ scope: ParameterScope) -> Tensor {
    x.normalized(by: scope.parameter("weight"), epsilon: Float(configuration.normEpsilon))
  }

  /// The feed-forward layer on `x` `[batch, length, model]`.
  func feedForward(_ x: Tensor, _ scope: ParameterScope, _ dropout: DropoutContext) -> Tensor {
    let hidden =
      switch configuration.feedForward {
      case .relu: x.linear(scope.parameter("wi.weight")).rectified()
      case .gatedGELU:
        x.linear(scope.parameter("wi_0.weight")).gatedGELU(x.linear(scope.parameter("wi_1.weight")))
      }
    return dropout(hidden).linear(scope.parameter("wo.weight"))
  }

  /// One residual branch: x + dropout(layer(norm(x))).
  func residual(
    _ x: Tensor, _ scope: ParameterScope, _ dropout: DropoutContext, _ layer: (Tensor) -> Tensor
  ) -> Tensor {
    x + dropout(layer(norm(x, scope["layer_norm"])))
  }

  /// Multi-head attention from `x` `[batch, query, model]` to `source` `[batch, key, model]`.
  /// - Parameters:
  ///   - segments: segment ids of queries `[batch, query]` and keys `[batch, key]`.
  ///   - bias: the relative-position bias `[buckets, heads]` and its scheme; `nil` in cross-attention.
  func attention(
    _ x: Tensor, source: Tensor, segments: (query: Tensor, key: Tensor), _ scope: ParameterScope,
    isCausal: Bool = false, bias: (table: Tensor, scheme: RelativePositionScheme)?, _ dropout: DropoutContext
  ) -> Tensor {
    let builder = x.builder
    let operation = Attention(
      heads: configuration.heads, isCausal: isCausal, bias: bias?.scheme,
      dropoutRate: dropout.key == nil ? 0 : dropout.rate,
      dropoutStream: dropout.key == nil ? 0 : builder.nextRandomStream())
    var operands = [
      x.linear(scope.parameter("q.weight")), source.linear(scope.parameter("k.weight")),
      source.linear(scope.parameter("v.weight")), segments.query, segments.key,
    ]
    if let bias { operands.append(bias.table) }
    if let key = dropout.key, operation.dropoutRate != 0 { operands.append(key) }
    return builder.apply(operation, operands)[0].linear(scope.parameter("o.weight"))
  }

  /// The relative-position biases of a stack, which its first block holds for all.
  func positionBias(_ stack: ParameterScope) -> Tensor {
    stack["block.0.layer.0.SelfAttention"].parameter("relative_attention_bias.weight")
  }
}
