import Autograd

extension Decoder {
  /// The answer follows the prompt, whose last token the first step takes; its end-of-sequence id is left out.
  public func start(of prompt: [Int32]) -> DecodingStart {
    let end = Int32(truncatingIfNeeded: configuration.endTokenID)
    var ids = configuration.beginTokenID.map { [Int32(truncatingIfNeeded: $0)] } ?? []
    ids += prompt.last == end ? prompt.dropLast() : prompt[...]
    // Seen whole, the last token is a key of the others, but not twice one of its own.
    if configuration.seesPromptsWhole {
      return DecodingStart(prompt: ids.isEmpty ? [end] : ids, first: ids.last ?? end)
    }
    return DecodingStart(prompt: Array(ids.dropLast()), first: ids.last ?? end)
  }

  /// The end of sequence and the further ids of the configuration.
  public var answerEndIDs: [Int32] {
    ([configuration.endTokenID] + configuration.furtherEndIDs).map { Int32(truncatingIfNeeded: $0) }
  }

  /// Of a prompt that is seen whole the last token, which the first step takes.
  public var promptTokensTakenAgain: Int { configuration.seesPromptsWhole ? 1 : 0 }

  /// Keys and values of the answer's own tokens, in every block.
  public func caches(slots: Int, capacity: Int) -> [(name: String, type: TensorType)] {
    let type = TensorType.float32([slots, capacity, configuration.keyDimension])
    return (0..<configuration.layers).flatMap { block in
      Self.sides.map { (Self.name("cache", block, $0), type) }
    }
  }

  private static let sides = ["key", "value"]
  private static func name(_ kind: String, _ block: Int, _ side: String) -> String {
    "\(kind).\(block).\(side)"
  }

  /// Records the blocks on the prompts; what steps read of them are every block's keys and values, `prompt.<block>.key` and
  /// `.value`, `[rows * length, keyHeads * size]`.
  public func recordPrompt(_ scope: ParameterScope, _ inputs: PromptInputs) -> [(name: String, value: Tensor)]
  {
    let segments = inputs.segments
    let none = segments.builder.integerConstant(0, segments.shape)
    let sequence = Sequence(
      tokens: inputs.tokens, segments: segments,
      halves: configuration.seesPromptsWhole ? (segments, none) : nil, positions: inputs.positions)
    return read(sequence, scope, .none).keysAndValues.enumerated().flatMap { block, kept in
      zip(Self.sides, [kept.keys, kept.values]).map { side, value in
        (Self.name("prompt", block, side), value.reshaped(to: [inputs.count, configuration.keyDimension]))
      }
    }
  }

  /// Records the blocks for one token of each row.
  ///
  /// Inputs beside `inputs`: the prompts' keys and values; the caches `[slots, capacity, keyHeads * size]`, which are updated.
  public func recordStep(
    _ scope: ParameterScope, _ inputs: DecodingInputs, _ shape: DecodingStepShape
  ) -> Tensor {
    let (names, builder) = (configuration.architecture.names, inputs.tokens.builder)
    let stack = scope[names.stack]
    let angles = angles(inputs.sequencePositions)
    let attention = CachedAttention(
      heads: configuration.heads, keyHeads: configuration.keyHeads, bias: nil, hasPrompt: true)
    var x = stack.parameter(names.embedding).gathered(at: inputs.tokens)
    for index in 0..<configuration.layers {
      let block = stack["layers.\(index)"]
      let (sides, inner) = enter(x, block, angles)
      let own = zip(Self.sides, [sides.keys, sides.values]).map { side, rows in
        cached(rows, Self.name("cache", index, side), shape, at: inputs.positions)
      }
      let prompt = Self.sides.map { side in
        builder.input(
          Self.name("prompt", index, side), .float32([shape.sourceTokens, configuration.keyDimension]))
      }
      let output = builder.apply(
        attention,
        [sides.queries] + own + [inputs.positions, inputs.places] + prompt
          + [inputs.sourceLast, inputs.sourcePlaces])[0]
      x = leave(x, attended: attentionOutput(output, block), inner, block, .none)
    }
    return readout(x, stack)
  }

  /// A cache with keys or values `[rows, keyHeads * size]` written to it, as a table `[slots * capacity, keyHeads * size]`.
  private func cached(
    _ rows: Tensor, _ name: String, _ shape: DecodingStepShape, at positions: Tensor
  ) -> Tensor {
    let builder = rows.builder
    let type = TensorType.float32([shape.slots, shape.capacity, configuration.keyDimension])
    let new = builder.input(name, type).updating(rows: rows, at: positions)
    builder.update(name, with: new)
    return new.reshaped(to: [shape.slots * shape.capacity, configuration.keyDimension])
  }
}
