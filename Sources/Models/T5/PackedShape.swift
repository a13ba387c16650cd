import Autograd

/// The shape of a packed batch, and the names and types of the inputs that hold one.
public struct PackedShape: Sendable, Hashable {
  /// Rows of the batch.
  public let rows: Int
  /// Encoder tokens per row.
  public let inputLength: Int
  /// Decoder tokens per row.
  public let targetLength: Int
  /// The packed rows that stand one behind the other in the only row; `nil` where each has its own.
  public let joined: JoinedRows?

  /// Packed rows in a single row.
  public struct JoinedRows: Sendable, Hashable {
    /// Their number.
    public let rows: Int
    /// The most encoder tokens of each.
    public let inputLength: Int
    /// The most decoder tokens of each.
    public let targetLength: Int
  }

  /// A shape of packed batches.
  public init(rows: Int, inputLength: Int, targetLength: Int) {
    self.rows = rows
    self.inputLength = inputLength
    self.targetLength = targetLength
    joined = nil
  }

  /// A shape whose rows stand one behind the other in a single row, which is as long as they are full: attention visits a
  /// segment's own block, so a long row costs no more than its segments do, and nothing is computed for padding.
  /// - Parameters:
  ///   - inputLength: encoder tokens of all rows together.
  ///   - targetLength: decoder tokens of all rows together.
  public init(joining shape: PackedShape, inputLength: Int, targetLength: Int) {
    rows = 1
    self.inputLength = inputLength
    self.targetLength = targetLength
    joined = JoinedRows(rows: shape.rows, inputLength: shape.inputLength, targetLength: shape.targetLength)
  }

  /// An input that holds a part of a batch.
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
  }

  /// The fields that a batch of this shape has.
  public var fields: [Field] {
    Field.allCases.filter { joined != nil || $0 != .encoderRows && $0 != .decoderRows }
  }

  /// The type of a field.
  public func type(of field: Field) -> TensorType {
    switch field {
    case .encoderTokens, .encoderSegments, .encoderRows: .int32([rows, inputLength])
    case .decoderInputs, .decoderTargets, .decoderSegments, .decoderRows: .int32([rows, targetLength])
    case .targetWeights: .float32([rows, targetLength])
    }
  }

  /// Bytes of one batch.
  public var byteCount: Int { fields.reduce(0) { $0 + type(of: $1).byteCount } }

  /// Memory for one batch.
  public func makeStorage(_ runtime: any Runtime) -> [String: any TensorStorage] {
    Dictionary(
      fields.map { ($0.rawValue, runtime.makeStorage(type(of: $0))) }, uniquingKeysWith: { first, _ in first }
    )
  }
}
