import Autograd

/// What a decoding step gives of the next tokens' distribution.
enum DecodingSelection: Hashable {
  /// The most likely token alone, without its logit: what the head's rounded rows are for.
  case best
  /// The logits of so many of the most likely tokens, and which they are.
  case largest(Int)
  /// All logits.
  case all
}

/// The shape of a decoding step.
struct DecodingStepShape: Hashable {
  /// Hypotheses that are continued together.
  let rows: Int
  /// Rows that the caches have room for.
  let slots: Int
  /// Tokens that the caches have room for in each slot.
  let capacity: Int
  /// Tokens of the encoder's output, padding included.
  let sourceTokens: Int
  /// The most tokens of one prompt.
  let sourceLength: Int
  /// What is given of the distribution.
  let selection: DecodingSelection
}

/// Names of the values that decoding programs hand to each other.
enum DecodingName {
  static let tokens = "tokens"
  static let segments = "segments"
  static let positions = "positions"
  static let places = "places"
  static let sourceLast = "sourceLast"
  static let sourcePlaces = "sourcePlaces"
  static let logits = "logits"
  static let ids = "ids"
  static let logSumExp = "logSumExp"
  static let roundedHead = "roundedHead"
  static let roundedHeadBounds = "roundedHead.bounds"
  static func cross(_ block: Int, _ kind: String) -> String { "cross.\(block).\(kind)" }
  static func cache(_ block: Int, _ kind: String) -> String { "cache.\(block).\(kind)" }
}

extension T5 {
  /// Records what is done once per batch of prompts: the encoder, and every decoder block's keys and values of it.
  ///
  /// Inputs: `tokens` and `segments`, int32 `[1, length]`: the row holds all prompts as segments. Outputs:
  /// `cross.<block>.key` and `.value`, `[length, heads * size]`.
  func recordPrompt(length: Int) -> Program {
    ProgramBuilder.record(summation: .fixed) { recordPrompt($0, length: length) }
  }

  private func recordPrompt(_ builder: ProgramBuilder, length: Int) {
    let scope = ParameterScope(builder, parameters)
    let type = TensorType.int32([1, length])
    let states = encode(
      builder.input(DecodingName.tokens, type), segments: builder.input(DecodingName.segments, type), scope,
      .none
    ).reshaped(to: [length, configuration.modelDimension])
    for block in 0..<configuration.decoderLayers {
      let cross = scope["decoder"]["block.\(block).layer.1.EncDecAttention"]
      builder.output(DecodingName.cross(block, "key"), states.linear(cross.parameter("k.weight")))
      builder.output(DecodingName.cross(block, "value"), states.linear(cross.parameter("v.weight")))
    }
  }

  /// Records one decoding step: from every row's latest token to the distribution of the next.
  ///
  /// Inputs: int32 `tokens` and `positions` `[rows]`; `places` `[rows, capacity]`, where in the caches the tokens up to
  /// its position stand; `sourceLast` `[rows]` and `sourcePlaces` `[rows, sourceLength]`, where its prompt stands; the
  /// cross keys and values; the caches `[slots, capacity, heads * size]` (updated: row r writes slot r). Outputs:
  /// `logSumExp` `[rows]`; `logits` and `ids` `[rows, count]`, or all `logits` `[rows, vocabulary]`. For the best token alone the
  /// rounded head is an input more, and `ids` `[rows, 1]` the only output.
  /// - Parameters:
  ///   - candidates: how many ids may be chosen; the rows of a padded table beyond have no meaning.
  ///   - format: the weights' that are read; those of linear layers are compact inputs unless they are as they are.
  func recordStep(_ shape: DecodingStepShape, candidates: Int, format: WeightFormat = .float32) -> Program {
    ProgramBuilder.record(summation: .fixedForFewRows) {
      recordStep($0, shape, candidates: candidates, format)
    }
  }

  private func recordStep(
    _ builder: ProgramBuilder, _ shape: DecodingStepShape, candidates: Int, _ format: WeightFormat
  ) {
    let scope = ParameterScope(builder, parameters, format: format.compact)
    let stack = scope["decoder"]
    func integers(_ name: String, _ dimensions: Shape) -> Tensor { builder.input(name, .int32(dimensions)) }
    let positions = integers(DecodingName.positions, [shape.rows])
    let places = integers(DecodingName.places, [shape.rows, shape.capacity])
    let source = (
      last: integers(DecodingName.sourceLast, [shape.rows]),
      places: integers(DecodingName.sourcePlaces, [shape.rows, shape.sourceLength])
    )

    var x = scope.parameter("shared.weight").gathered(at: integers(DecodingName.tokens, [shape.rows]))
    for block in 0..<configuration.decoderLayers {
      let layer = { (index: Int) in stack["block.\(block).layer.\(index)"] }
      x = residual(x, layer(0), .none) {
        let scope = layer(0)["SelfAttention"]
        let sides = $0.projected(by: ["q.weight", "k.weight", "v.weight"].map(scope.weight))
        let keys = zip(["key", "value"], sides[1...]).map { kind, rows in
          cached(rows, block, kind, shape, at: positions)
        }
        return cachedAttention(
          sides[0], keys, last: positions, places: places, scope, bias: positionBias(stack))
      }
      x = residual(x, layer(1), .none) {
        let keys = ["key", "value"].map { kind in
          builder.input(
            DecodingName.cross(block, kind),
            .float32([shape.sourceTokens, configuration.attentionDimension]))
        }
        let scope = layer(1)["EncDecAttention"]
        return cachedAttention(
          $0.projected(by: [scope.weight("q.weight")])[0], keys, last: source.last, places: source.places,
          scope, bias: nil)
      }
      x = residual(x, layer(2), .none) { feedForward($0, layer(2)["DenseReluDense"], .none) }
    }
    select(
      shape.selection, headInput(norm(x, stack["final_layer_norm"])), scope, candidates: candidates)
  }

  /// Records what a step gives of the distribution.
  private func select(
    _ selection: DecodingSelection, _ states: Tensor, _ scope: ParameterScope, candidates: Int
  ) {
    let builder = states.builder
    if selection == .best {
      let (words, bounds) = roundedHeadTypes
      let rounded = (
        words: builder.input(DecodingName.roundedHead, words),
        bounds: builder.input(DecodingName.roundedHeadBounds, bounds)
      )
      let ids = states.linearArgmax(
        weight: headWeight(scope), rounded: rounded, candidates: candidates)
      return builder.output(DecodingName.ids, ids)
    }
    let logits = states.linear(scope.weight(headName))
    builder.output(DecodingName.logSumExp, logits.logSumExp())
    if case .largest(let count) = selection {
      let (values, ids) = logits.largest(count, candidates: candidates)
      builder.output(DecodingName.logits, values)
      builder.output(DecodingName.ids, ids)
    } else {
      builder.output(DecodingName.logits, logits)
    }
  }

  /// Records what is done once before outputs are generated without scores: the head's rows, rounded.
  ///
  /// Outputs: `roundedHead` and `roundedHead.bounds`, as `RoundedRows` has them.
  func recordRoundedHead() -> Program {
    ProgramBuilder.record { builder in
      let (words, bounds) = headWeight(ParameterScope(builder, parameters)).roundedRows()
      builder.output(DecodingName.roundedHead, words)
      builder.output(DecodingName.roundedHeadBounds, bounds)
    }
  }

  private var roundedHeadTypes: (words: TensorType, bounds: TensorType) {
    let (rows, width) = (configuration.vocabularySize, configuration.modelDimension)
    return (.int32([rows, RoundedRows.words(width)]), .float32([rows, 3]))
  }

  /// A cache with keys or values `[rows, heads * size]` written to it, as a table `[slots * capacity, heads * size]`.
  private func cached(
    _ rows: Tensor, _ block: Int, _ kind: String, _ shape: DecodingStepShape, at positions: Tensor
  ) -> Tensor {
    let (builder, name) = (rows.builder, DecodingName.cache(block, kind))
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
