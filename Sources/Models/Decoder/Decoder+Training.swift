import Autograd

extension Decoder {
  /// The inputs that hold a batch. A row has places for its inputs and its targets together, `length`.
  enum Field: String, CaseIterable {
    /// int32 `[rows, length]`
    case tokens
    /// int32 `[rows, length]`, 0 for padding
    case segments
    /// int32 `[rows, length]`: the same of tokens of prompts, 0 for those of targets
    case prompts
    /// int32 `[rows, length]`: the same of tokens of targets, 0 for those of prompts
    case answers
    /// int32 `[rows, length]`: the place of a token in its own sequence
    case positions
    /// int32 `[count]`: the place, among those of all rows, of the token that a target follows; of `count` tokens, those of all
    /// rows' targets first, then those of prompts where they are learned
    case previous
    /// int32 `[count]`
    case targets
    /// float32 `[count]`: 1 where a token counts, else 0
    case targetWeights
    /// int32 `[rows, length]`: which of the joined rows a token is of, from 0 on
    case rows
    /// int32 `[rows, length]`: the number of a token's place among those of the joined rows (`RowNumbering`)
    case numbers
  }

  private func type(_ field: Field, _ shape: PackedShape) -> TensorType {
    let count = shape.targetCount + (learnsPrompts ? shape.inputCount : 0)
    switch field {
    case .tokens, .segments, .prompts, .answers, .positions, .rows, .numbers:
      return .int32([shape.rows, shape.inputLength + shape.targetLength])
    case .previous, .targets: return .int32([count])
    case .targetWeights: return .float32([count])
    }
  }

  /// The fields of a batch.
  public func fields(of shape: PackedShape) -> [BatchField] {
    var left: Set<Field> = configuration.seesPromptsWhole ? [] : [.prompts, .answers]
    if shape.joined == nil { left.formUnion([.rows, .numbers]) }
    return Field.allCases.filter { !left.contains($0) }.map { BatchField($0.rawValue, type($0, shape)) }
  }

  /// Of prompts that are learned every token but the one that a sequence begins with.
  public func learnedTokens(ofPrompt length: Int) -> Int {
    learnsPrompts ? max(0, length - (configuration.beginTokenID == nil ? 2 : 1)) : 0
  }

  private func sequences(_ batch: PlacedBatch) -> DecoderSequences {
    DecoderSequences(
      batch, start: configuration.beginTokenID.map { Int32(truncatingIfNeeded: $0) },
      end: Int32(truncatingIfNeeded: configuration.endTokenID), learnsPrompts: learnsPrompts)
  }

  /// Writes placed rows to the storage of their fields.
  public func write(_ batch: PlacedBatch, to storage: [String: any TensorStorage]) {
    let sequences = sequences(batch)
    func set(_ field: Field, _ values: [Int32]) { storage[field.rawValue]?.set(values) }
    set(.tokens, sequences.tokens)
    set(.segments, sequences.segments)
    set(.prompts, sequences.prompts)
    set(.answers, zip(sequences.segments, sequences.prompts).map { $0 - $1 })
    set(.positions, sequences.positions)
    set(.rows, sequences.rows)
    set(.numbers, sequences.numbers)
    set(.previous, sequences.previous)
    let padding = sequences.previous.count - batch.shape.targetCount - sequences.learned.count
    set(
      .targets,
      batch.targets { batch.tokens.targets.ids[$1] } + sequences.learned
        + [Int32](repeating: 0, count: padding))
    storage[Field.targetWeights.rawValue]?.set(
      batch.targets { batch.tokens.targetWeights[$1] } + sequences.learned.map { _ in 1 }
        + [Float](repeating: 0, count: padding))
  }

  /// The token at the element's place.
  public func token(
    of element: Int, in shape: [Int], layer: String?, _ batch: PlacedBatch
  ) -> PlacedBatch.Token? {
    let (sequences, rows) = (sequences(batch), batch.shape)
    return PlacedBatch.place(
      of: element, in: shape, rows: rows.rows, length: rows.inputLength + rows.targetLength
    ).flatMap { sequences.sources[$0] }
  }

  /// Records the blocks on whole sequences; the head reads the states `[rows * targetLength, width]` of the tokens that targets
  /// follow, behind them those that learned tokens of prompts follow, and no others.
  public func recordTargets(
    _ scope: ParameterScope, _ shape: PackedShape, dropout rate: Double, key: Tensor?,
    recomputed: RecomputedBlocks
  ) -> RecordedTargets {
    let builder = scope.registry.builder
    func field(_ field: Field) -> Tensor { builder.input(field.rawValue, type(field, shape)) }
    let joined = (key != nil || scope.dropsInputs ? shape.joined : nil).map {
      JoinedPlaces(
        numbering: RowNumbering(rows: $0.rows, length: $0.inputLength + $0.targetLength), rows: field(.rows),
        numbers: field(.numbers))
    }
    let dropout = DropoutContext(rate: key == nil ? 0 : Float(rate), key: key, joined: joined)
    let sequence = Sequence(
      tokens: field(.tokens), segments: field(.segments),
      halves: configuration.seesPromptsWhole ? (field(.prompts), field(.answers)) : nil,
      positions: field(.positions),
      longest: shape.joined.map { $0.inputLength + $0.targetLength })
    let states = read(sequence, scope, dropout, recomputed: recomputed["decoder"]).states
    let rows = states.reshaped(to: [states.shape.outerCount, configuration.modelDimension])
    return RecordedTargets(
      hidden: rows.gathered(at: field(.previous)), labels: field(.targets), weights: field(.targetWeights))
  }
}
