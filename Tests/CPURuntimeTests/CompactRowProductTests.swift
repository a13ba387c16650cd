import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// The products of decoding steps with compact weights: bit for bit those of `RowProduct` with the expanded ones.
@Suite struct CompactRowProductTests {
  /// The product of random sides by the compact weight, and by the expanded one in the order of a decoding step's sums.
  private static func products(
    _ format: CompactFormat, rows: Int, columns: [Int], inner: Int, threads: Int = 1
  ) throws -> (compact: [[Double]], expanded: [[Double]]) {
    var generator = SeededGenerator(seed: UInt64(inner))
    func numbers(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double(Float.random(in: -1...1, using: &generator)) }
    }
    // Rows are the first of many.
    var inputs = ["x": Array(numbers(40 * inner).prefix(rows * inner))]
    for (index, count) in columns.enumerated() { inputs["w\(index)"] = numbers(count * inner) }
    let program = ProgramBuilder.record(summation: .fixedForFewRows) { builder in
      let x = builder.input("x", .float32([rows, inner]))
      let weights = columns.enumerated().map { index, count in
        builder.input("w\(index)", .float32([count, inner])).compactRows(format)
      }
      for (index, product) in x.projected(by: weights).enumerated() {
        builder.output("y\(index)", product)
      }
    }
    return (
      try BoundProgram.run(program, inputs, threads: threads).map(\.values),
      try BoundProgram.run(program.expandingFusedOperations(), inputs, threads: 1).map(\.values)
    )
  }

  /// All small shapes: around a vector, a block of columns and a group of rows.
  @Test(arguments: CompactFormat.allCases, [1, 2, 3, 4, 5, 8, 9, 12, 16, 17])
  func smallShapes(_ format: CompactFormat, rows: Int) throws {
    for inner in Array(1...18) + [23, 24, 25, 31, 32, 33, 63, 64, 65, 70] {
      for columns in 1...20 {
        let made = try Self.products(format, rows: rows, columns: [columns], inner: inner)
        #expect(made.compact == made.expanded, "\(rows) rows, \(inner) inner, \(columns) columns")
      }
    }
  }

  /// Rows that are multiplied in turns of some elements, and several weights for threads to share.
  @Test(arguments: CompactFormat.allCases, [511, 512, 513, 520, 528, 1024, 1100])
  func longRows(_ format: CompactFormat, inner: Int) throws {
    for rows in [1, 4, 7, 8, 11, 33] {
      for threads in 1...3 {
        let made = try Self.products(
          format, rows: rows, columns: [19, 90, 3], inner: inner, threads: threads)
        #expect(made.compact == made.expanded, "\(rows) rows, \(threads) threads")
      }
    }
  }

  /// A row's products are the same whatever rows are beside it, and by however many threads.
  @Test(arguments: CompactFormat.allCases)
  func elementsDependOnTheirOwnRowAndColumnAlone(_ format: CompactFormat) throws {
    let (columns, inner) = (700, 100)
    let alone = try Self.products(format, rows: 1, columns: [columns], inner: inner).compact[0]
    for rows in 2...19 {
      let made = try Self.products(
        format, rows: rows, columns: [columns], inner: inner, threads: rows % 4 + 1)
      #expect(made.compact[0].prefix(columns).elementsEqual(alone), "\(rows) rows")
    }
  }
}
