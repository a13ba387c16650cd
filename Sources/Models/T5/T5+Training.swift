import Autograd

extension T5 {
  /// The inputs that hold a batch of both sides.
  public enum Field: String, Sendable, CaseIterable {
    /// int32 `[rows, inputLength]`
    case encoderTokens
    /// int32 `[rows, inputLength]`, 0 for padding
    case encoderSegments
    /// int32 `[rows, targetLength]`: targets shifted right within each segment
    case decoderInputs
    /// int32 `[rows, targetLength]`
    case decoderTargets
    /// int32 `[rows, targetLength]`, 0 for padding
    case decoderSegments
    /// float32 `[rows, targetLength]`: 1 where a target counts, else 0
    case targetWeights
    /// int32 `[rows, inputLength]`: which of the joined rows a token is of, from 0 on
    case encoderRows
    /// int32 `[rows, targetLength]`: which of the joined rows a token is of, from 0 on
    case decoderRows
    /// int32 `[rows, inputLength]`: the number of a token's place among those of the joined rows (`RowNumbering`)
    case encoderNumbers
    /// int32 `[rows, targetLength]`: the number of a token's place among those of the joined rows
    case decoderNumbers

    /// The type of the field in a batch of a shape.
    public func type(_ shape: PackedShape) -> TensorType {
      switch self {
      case .encoderTokens, .encoderSegments, .encoderRows, .encoderNumbers:
        .int32([shape.rows, shape.inputLength])
      case .decoderInputs, .decoderTargets, .decoderSegments, .decoderRows, .decoderNumbers:
        .int32([shape.rows, shape.targetLength])
      case .targetWeights: .float32([shape.rows, shape.targetLength])
      }
    }

    /// The fields that a batch of a shape has.
    public static func all(_ shape: PackedShape) -> [Field] {
      let ofJoinedRows: Set<Field> = [.encoderRows, .decoderRows, .encoderNumbers, .decoderNumbers]
      return allCases.filter { shape.joined != nil || !ofJoinedRows.contains($0) }
    }
  }

  /// The fields of a batch.
  public func fields(of shape: PackedShape) -> [BatchField] {
    Field.all(shape).map { BatchField($0.rawValue, $0.type(shape)) }
  }

  /// Writes placed rows to the storage of their fields.
  public func write(_ batch: PlacedBatch, to storage: [String: any TensorStorage]) {
    let tokens = batch.tokens
    func set(_ field: Field, _ values: [Int32]) { storage[field.rawValue]?.set(values) }
    set(.encoderTokens, batch.inputs { tokens.inputs.ids[$1] })
    set(.encoderSegments, batch.inputs { batch.unique(tokens.inputs.segments[$1], $0) })
    set(.encoderRows, batch.inputs { row, _ in Int32(truncatingIfNeeded: row) })
    set(.decoderInputs, batch.targets { tokens.previousTargets[$1] })
    set(.decoderTargets, batch.targets { tokens.targets.ids[$1] })
    set(.decoderSegments, batch.targets { batch.unique(tokens.targets.segments[$1], $0) })
    set(.decoderRows, batch.targets { row, _ in Int32(truncatingIfNeeded: row) })
    set(.encoderNumbers, batch.inputs { batch.number($1, tokens.inputs) })
    set(.decoderNumbers, batch.targets { batch.number($1, tokens.targets) })
    storage[Field.targetWeights.rawValue]?.set(batch.targets { tokens.targetWeights[$1] })
  }

  /// The token of the encoder's row, else of the decoder's, as far as the layer may be of either.
  public func token(
    of element: Int, in shape: [Int], layer: String?, _ batch: PlacedBatch
  ) -> PlacedBatch.Token? {
    func token(_ side: PlacedBatch.Side, _ length: Int) -> PlacedBatch.Token? {
      PlacedBatch.place(of: element, in: shape, rows: batch.shape.rows, length: length)
        .flatMap { batch.token(side, at: $0) }
    }
    let encoder = layer?.hasPrefix("decoder") == true ? nil : token(.input, batch.shape.inputLength)
    if let encoder { return encoder }
    return layer?.hasPrefix("encoder") == true ? nil : token(.target, batch.shape.targetLength)
  }

  /// Records the encoder on the inputs and the decoder on the shifted targets, whose states are
  /// `[rows * targetLength, width]`.
  public func recordTargets(
    _ scope: ParameterScope, _ shape: PackedShape, dropout rate: Double, key: Tensor?,
    recomputed: RecomputedBlocks
  ) -> RecordedTargets {
    let builder = scope.registry.builder
    func field(_ field: Field) -> Tensor { builder.input(field.rawValue, field.type(shape)) }
    let drops = key != nil || scope.dropsInputs
    func dropout(_ rows: Field, _ numbers: Field, _ length: KeyPath<PackedShape.JoinedRows, Int>)
      -> DropoutContext
    {
      let joined = (drops ? shape.joined : nil).map {
        JoinedPlaces(
          numbering: RowNumbering(rows: $0.rows, length: $0[keyPath: length]), rows: field(rows),
          numbers: field(numbers))
      }
      return DropoutContext(rate: key == nil ? 0 : Float(rate), key: key, joined: joined)
    }
    let (segments, weights) = (field(.encoderSegments), field(.targetWeights))
    let inputDropout = dropout(.encoderRows, .encoderNumbers, \.inputLength)
    let states = encode(
      field(.encoderTokens), segments: segments, scope, inputDropout, rows: shape.joined,
      recomputed: recomputed["encoder"])
    let decoded = decode(
      field(.decoderInputs), segments: field(.decoderSegments),
      encoded: Encoded(states: states, segments: segments, joined: inputDropout.joined), scope,
      dropout(.decoderRows, .decoderNumbers, \.targetLength), rows: shape.joined,
      recomputed: recomputed["decoder"])
    let tokens = shape.rows * shape.targetLength
    return RecordedTargets(
      hidden: decoded.reshaped(to: [tokens, configuration.modelDimension]),
      labels: field(.decoderTargets).reshaped(to: [tokens]), weights: weights.reshaped(to: [tokens]))
  }

  /// Records the encoder's output `[rows, inputLength, model]` of a packed batch and the logits
  /// `[rows, targetLength, vocabulary]`, without dropout.
  public func recordEncodedAndLogits(
    _ builder: ProgramBuilder, _ shape: PackedShape
  ) -> (encoded: Tensor, logits: Tensor) {
    let scope = ParameterScope(builder, parameters)
    func field(_ field: Field) -> Tensor { builder.input(field.rawValue, field.type(shape)) }
    let segments = field(.encoderSegments)
    let states = encode(field(.encoderTokens), segments: segments, scope, .none)
    let decoded = decode(
      field(.decoderInputs), segments: field(.decoderSegments),
      encoded: Encoded(states: states, segments: segments, joined: nil), scope, .none)
    return (states, decoded.linear(scope.parameter(headName)))
  }
}
