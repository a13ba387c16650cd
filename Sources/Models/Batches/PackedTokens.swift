import Autograd

/// The tokens of a packed batch, row-major: what a model makes its inputs of.
///
/// A row's examples stand one after the other with the segment ids 1, 2, ... on both sides; after them tokens
/// and segments are 0.
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

/// The shape of a packed batch.
public struct PackedShape: Sendable, Hashable {
  /// Rows of the batch.
  public let rows: Int
  /// Input tokens per row: those of prompts.
  public let inputLength: Int
  /// Target tokens per row: those that a model learns to write.
  public let targetLength: Int
  /// The packed rows that stand one behind the other in the only row; `nil` where each has its own.
  public let joined: JoinedRows?

  /// Packed rows in a single row.
  public struct JoinedRows: Sendable, Hashable {
    /// Their number.
    public let rows: Int
    /// The most input tokens of each.
    public let inputLength: Int
    /// The most target tokens of each.
    public let targetLength: Int
  }

  /// A shape of packed batches.
  public init(rows: Int, inputLength: Int, targetLength: Int) {
    self.rows = rows
    self.inputLength = inputLength
    self.targetLength = targetLength
    joined = nil
  }

  /// A shape whose rows stand one behind the other in a single row, which is as long as they are full (`RowLayout.joined`).
  /// - Parameters:
  ///   - inputLength: input tokens of all rows together.
  ///   - targetLength: target tokens of all rows together.
  public init(joining shape: PackedShape, inputLength: Int, targetLength: Int) {
    rows = 1
    self.inputLength = inputLength
    self.targetLength = targetLength
    joined = JoinedRows(rows: shape.rows, inputLength: shape.inputLength, targetLength: shape.targetLength)
  }
}

/// An input of a program that holds a part of a batch.
public struct BatchField: Sendable, Hashable {
  /// The input's name.
  public let name: String
  /// Its type.
  public let type: TensorType

  /// A field.
  public init(_ name: String, _ type: TensorType) { (self.name, self.type) = (name, type) }
}
