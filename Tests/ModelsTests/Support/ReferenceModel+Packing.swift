import Models
import Testing

/// How the examples of a reference's ragged batch are laid into rows.
enum PackedArrangement: String, CaseIterable {
  case oneRow
  case oneRowReversed
  case twoRows
  case withEmptyRows
  case rowsOfTheirOwn

  /// For each row, the examples in it.
  func rows(_ count: Int) -> [[Int]] {
    switch self {
    case .oneRow: [Array(0..<count)]
    case .oneRowReversed: [(0..<count).reversed()]
    case .twoRows: [[1, 0], Array(2..<count)]
    case .withEmptyRows: [[], [count - 1], [], Array(0..<(count - 1))]
    case .rowsOfTheirOwn: (0..<count).map { [$0] }
    }
  }
}

extension ReferenceModel {
  /// The examples of the batch, without padding.
  var examples: [TestExample] {
    func real(_ tokens: T5.Field, _ segments: T5.Field, row: Int, length: Int) -> [Int32] {
      let range = (row * length)..<((row + 1) * length)
      let (ids, marks) = (batch.integers[tokens] ?? [], batch.integers[segments] ?? [])
      return zip(ids[range], marks[range]).filter { $0.1 != 0 }.map(\.0)
    }
    return (0..<batch.shape.rows).map { row in
      TestExample(
        input: real(.encoderTokens, .encoderSegments, row: row, length: batch.shape.inputLength),
        target: real(.decoderTargets, .decoderSegments, row: row, length: batch.shape.targetLength))
    }
  }

  /// The examples packed as arranged, with `slack` places of padding after the fullest row.
  func packed(_ arrangement: PackedArrangement, slack: Int = 3) -> TestBatch {
    let examples = examples
    let rows = arrangement.rows(examples.count).map { $0.map { examples[$0] } }
    func longest(_ part: KeyPath<TestExample, [Int32]>) -> Int {
      rows.map { row in row.reduce(0) { $0 + $1[keyPath: part].count } }.max() ?? 0
    }
    return TestBatch(
      rows, inputLength: longest(\.input) + slack, targetLength: longest(\.target) + slack)
  }

  /// Values of the reference, one row of `width` for each token, in the order in which `arrangement` has the tokens.
  /// - Parameters:
  ///   - part: which of an example's tokens the values belong to.
  ///   - length: how many tokens a row of the reference has.
  func values(
    _ name: String, of part: KeyPath<TestExample, [Int32]>, length: Int, _ arrangement: PackedArrangement
  ) throws -> [Float] {
    let (examples, values) = (examples, try file.floats(name))
    let width = values.count / (batch.shape.rows * length)
    return arrangement.rows(examples.count).joined().flatMap { example in
      let start = example * length
      return values[(start * width)..<((start + examples[example][keyPath: part].count) * width)]
    }
  }
}
