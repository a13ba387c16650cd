import AutogradTestSupport
import Testing

@testable import CPURuntime

/// The products of decoding steps.
@Suite struct FewRowsTests {
  /// Around a vector's length, and around the part of a row that takes a turn.
  @Test(arguments: [1, 15, 16, 33, 384, 511, 512, 513, 528, 1024, 1100])
  func elementsDependOnTheirOwnRowAndColumnAlone(inner: Int) {
    var generator = SeededGenerator(seed: UInt64(inner))
    let (most, columns, stride) = (2 * fewRowsLimit + 9, 2 * EightRows.columns + 3, 40)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in .random(in: -1...1, using: &generator) } }
    let (a, b) = (numbers(most * inner), numbers((columns + 2) * inner))
    let single: [Float] = (0..<(most * columns)).map { place in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          orderedDot(
            a.baseAddress! + place / columns * inner, b.baseAddress! + (place % columns + 1) * inner, inner)
        }
      }
    }
    for rows in 1...most {
      var c = [Float](repeating: 7, count: rows * stride)
      multiplyRows(a, b, into: &c, stride: stride, rows: rows, columns: 1..<(columns + 1), inner: inner)
      for row in 0..<rows {
        for column in 0..<stride {
          let isComputed = (1...columns).contains(column)
          #expect(c[row * stride + column] == (isComputed ? single[row * columns + column - 1] : 7))
        }
      }
    }
  }

  /// Blocks at every edge of a tile of rows, and columns in every number that a thread may get.
  @Test(arguments: [(97, 3), (100, 530), (52, 1040)])
  func tilesOfRowsMeet(rows: Int, inner: Int) {
    var generator = SeededGenerator(seed: 3)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in .random(in: -1...1, using: &generator) } }
    let (a, b) = (numbers(rows * inner), numbers(24 * inner))
    let expected: [Float] = (0..<(rows * 24)).map { place in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          orderedDot(a.baseAddress! + place / 24 * inner, b.baseAddress! + place % 24 * inner, inner)
        }
      }
    }
    for columns in [0..<1, 0..<3, 2..<6, 1..<6, 3..<10, 0..<8, 4..<13, 0..<24] {
      var c = [Float](repeating: 7, count: rows * 24)
      multiplyRows(a, b, into: &c, stride: 24, rows: rows, columns: columns, inner: inner)
      #expect(c.indices.allSatisfy { c[$0] == (columns.contains($0 % 24) ? expected[$0] : 7) }, "\(columns)")
    }
  }
}
