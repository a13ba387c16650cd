import Autograd

extension T5 {
  /// The answer begins with a token of its own; the encoder reads the whole prompt.
  public func start(of prompt: [Int32]) -> DecodingStart {
    DecodingStart(prompt: prompt, first: Int32(truncatingIfNeeded: configuration.startTokenID))
  }

  /// The end of sequence and the further ids of the configuration.
  public var answerEndIDs: [Int32] {
    ([configuration.endTokenID] + configuration.furtherEndIDs).map { Int32(truncatingIfNeeded: $0) }
  }

  /// Keys and values of the decoder's own tokens, in every block.
  public func caches(slots: Int, capacity: Int) -> [(name: String, type: TensorType)] {
    let type = TensorType.float32([slots, capacity, configuration.attentionDimension])
    return (0..<configuration.decoderLayers).flatMap { block in
      ["key", "value"].map { (Self.cacheName(block, $0), type) }
    }
  }

  private static func cacheName(_ block: Int, _ kind: String) -> String { "cache.\(block).\(kind)" }
  private static func crossName(_ block: Int, _ kind: String) -> String { "cross.\(block).\(kind)" }

  /// Records the encoder, and every decoder block's keys and values of it: `cross.<block>.key` and `.value`,
  /// `[rows * length, heads * size]`.
  public func recordPrompt(_ scope: ParameterScope, _ inputs: PromptInputs) -> [(name: String, value: Tensor)]
  {
    let states = encode(inputs.tokens, segments: inputs.segments, scope, .none)
      .reshaped(to: [inputs.count, configuration.modelDimension])
    return (0..<configuration.decoderLayers).flatMap { block in
      let cross = scope["decoder"]["block.\(block).layer.1.EncDecAttention"]
      return [("key", "k.weight"), ("value", "v.weight")].map { kind, weight in
        (Self.crossName(block, kind), states.linear(cross.weight(weight)))
      }
    }
  }

  /// Records the decoder for one token of each row.
  ///
  /// Inputs beside `inputs`: the cross keys and values; the caches `[slots, capacity, heads * size]`, which
  /// are updated.
  public func recordStep(
    _ scope: ParameterScope, _ inputs: DecodingInputs, _ shape: DecodingStepShape
  ) -> Tensor {
    let (stack, builder) = (scope["decoder"], inputs.tokens.builder)
    var x = scope.parameter("shared.weight").gathered(at: inputs.tokens)
    for block in 0..<configuration.decoderLayers {
      let layer = { (index: Int) in stack["block.\(block).layer.\(index)"] }
      x = residual(x, layer(0), .none) {
        let scope = layer(0)["SelfAttention"]
        let sides = $0.projected(by: ["q.weight", "k.weight", "v.weight"].map(scope.weight))
        let keys = zip(["key", "value"], sides[1...]).map { kind, rows in
          cached(rows, block, kind, shape, at: inputs.positions)
        }
        return cachedAttention(
          sides[0], keys, last: inputs.positions, places: inputs.places, scope, bias: positionBias(stack))
      }
      x = residual(x, layer(1), .none) {
        let keys = ["key", "value"].map { kind in
          builder.input(
            Self.crossName(block, kind),
            .float32([shape.sourceTokens, configuration.attentionDimension]))
        }
        let scope = layer(1)["EncDecAttention"]
        return cachedAttention(
          $0.projected(by: [scope.weight("q.weight")])[0], keys, last: inputs.sourceLast,
          places: inputs.sourcePlaces, scope, bias: nil)
      }
      x = residual(x, layer(2), .none) { feedForward($0, layer(2)["DenseReluDense"], .none) }
    }
    return headInput(norm(x, stack["final_layer_norm"]))
  }

  /// A cache with keys or values `[rows, heads * size]` written to it, as a table
  /// `[slots * capacity, heads * size]`.
  private func cached(
    _ rows: Tensor, _ block: Int, _ kind: String, _ shape: DecodingStepShape, at positions: Tensor
  ) -> Tensor {
    let (builder, name) = (rows.builder, Self.cacheName(block, kind))
    let type = TensorType.float32([shape.slots, shape.capacity, configuration.attentionDimension])
    let new = builder.input(name, type).updating(rows: rows, at: positions)
    builder.update(name, with: new)
    return new.reshaped(to: [shape.slots * shape.capacity, configuration.attentionDimension])
  }

  /// Attention from queries `[rows, heads * size]` to the keys and values of a table.
  private func cachedAttention(
    _ queries: Tensor, _ keysAndValues: [Tensor], last: Tensor, places: Tensor, _ scope: ParameterScope,
    bias: Tensor?
  ) -> Tensor {
    let operation = CachedAttention(
      heads: configuration.heads, bias: bias == nil ? nil : configuration.decoderPositions)
    let operands = [queries] + keysAndValues + [last, places]
    return queries.builder.apply(operation, operands + (bias.map { [$0] } ?? []))[0]
      .linear(scope.weight("o.weight"))
  }
}
