import Autograd

/// The shape of a packed batch, and the names and types of the inputs that hold one.
public struct PackedShape: Sendable, Hashable {
  /// Rows of the batch.
  public let rows: Int
  /// Encoder tokens per row.
  public let inputLength: Int
  /// Decoder tokens per row.
  public let targetLength: Int

  /// A shape of packed batches.
  public init(rows: Int, inputLength: Int, targetLength: Int) {
    self.rows = rows
    self.inputLength = inputLength
    self.targetLength = targetLength
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
  }

  /// The type of a field.
  public func type(of field: Field) -> TensorType {
    switch field {
    case .encoderTokens, .encoderSegments: .int32([rows, inputLength])
    case .decoderInputs, .decoderTargets, .decoderSegments: .int32([rows, targetLength])
    case .targetWeights: .float32([rows, targetLength])
    }
  }

  /// Memory for one batch.
  public func makeStorage(_ runtime: any Runtime) -> [String: any TensorStorage] {
    Dictionary(
      Field.allCases.map { ($0.rawValue, runtime.makeStorage(type(of: $0))) },
      uniquingKeysWith: { first, _ in first })
  }
}
