/// The tokens of a packed batch, row-major: what a model makes its inputs of.
///
/// A row's examples stand one after the other with the segment ids 1, 2, ... on both sides; after them tokens and segments
/// are 0.
public struct PackedTokens: Sendable {
  /// The number of rows.
  public let rows: Int
  /// Input tokens of examples, `[rows, inputLength]`.
  public let inputs: Side
  /// Target tokens of examples, `[rows, targetLength]`.
  public let targets: Side
  /// The targets shifted right by one within each segment, which starts with 0, `[rows, targetLength]`.
  public let previousTargets: [Int32]
  /// 1 for every target token that counts, 0 for others, `[rows, targetLength]`.
  public let targetWeights: [Float]

  /// One side of the examples.
  public struct Side: Sendable {
    /// Tokens of a row.
    public let length: Int
    /// The ids, `[rows, length]`.
    public let ids: [Int32]
    /// The segment of each, `[rows, length]`.
    public let segments: [Int32]

    /// A side.
    public init(length: Int, ids: [Int32], segments: [Int32]) {
      (self.length, self.ids, self.segments) = (length, ids, segments)
    }
  }

  /// The tokens of a batch.
  public init(rows: Int, inputs: Side, targets: Side, previousTargets: [Int32], targetWeights: [Float]) {
    self.rows = rows
    self.inputs = inputs
    self.targets = targets
    self.previousTargets = previousTargets
    self.targetWeights = targetWeights
  }
}
