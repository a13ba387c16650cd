import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Programs whose sums run in a fixed order: what a row gives depends on nothing but the row, bit for bit.
@Suite struct FixedSummationTests {
  private static let orders: [Program.Summation] = [.fixed, .fixedForFewRows]
  private static let rowCounts = [1, 2, 3, 8, 16, 17, 33, 40]

  private static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.number(in: -1...1) }
  }

  /// Products as models have them, of sizes around blocks, panels and turns, and in the other layouts.
  @Test(arguments: orders, [[7, 5], [40, 33], [70, 300], [20, 1100]])
  func rowsOfProducts(_ summation: Program.Summation, _ sizes: [Int]) throws {
    let (columns, inner) = (sizes[0], sizes[1])
    let (a, b) = (Self.numbers(40 * inner, seed: 1), Self.numbers(columns * inner, seed: 2))
    func product(_ rows: Range<Int>, transposed: Bool, threads: Int) throws -> [Double] {
      let program = ProgramBuilder.record(summation: summation) {
        let left = $0.input("a", .float32([rows.count, inner]))
        let right = $0.input("b", .float32(transposed ? [columns, inner] : [inner, columns]))
        $0.output("c", left.times(right, transposingOther: transposed))
      }
      let given = Array(a[(rows.lowerBound * inner)..<(rows.upperBound * inner)])
      return try BoundProgram.run(program, ["a": given, "b": b], threads: threads)[0].values
    }
    for transposed in [true, false] {
      let alone = try (0..<40).map { try product($0..<($0 + 1), transposed: transposed, threads: 1) }
      for count in Self.rowCounts {
        for threads in 1...3 {
          let rows = (40 - count)..<40
          #expect(
            try product(rows, transposed: transposed, threads: threads) == alone[rows].flatMap { $0 },
            "\(count) rows, \(threads) threads")
        }
      }
    }
  }

  /// Products with several weights at once are those of a decoding step one by one, bit for bit, whoever makes them.
  @Test(arguments: [1, 3, 8, 20])
  func productsMadeTogether(rows: Int) throws {
    let (inner, columns) = (130, [300, 7, 64])
    var inputs = ["x": Self.numbers(rows * inner, seed: 1)]
    for (index, count) in columns.enumerated() {
      inputs["\(index)"] = Self.numbers(count * inner, seed: UInt64(index) + 2)
    }
    let program = ProgramBuilder.record(summation: .fixedForFewRows) { builder in
      let weights = columns.enumerated().map { builder.input("\($0)", .float32([$1, inner])) }
      let products = builder.input("x", .float32([rows, inner])).projected(by: weights)
      for (index, product) in products.enumerated() { builder.output("y\(index)", product) }
    }
    let expected = try BoundProgram.run(program.expandingFusedOperations(), inputs, threads: 1).map(\.values)
    for threads in 1...3 {
      #expect(try BoundProgram.run(program, inputs, threads: threads).map(\.values) == expected)
    }
  }

  /// Tokens of a loss, whichever others count, with more classes than a tile has.
  @Test(arguments: [20, 700])
  func tokensOfALoss(classes: Int) throws {
    let (tokens, width) = (300, 9)
    let hidden = Self.numbers(tokens * width, seed: 3)
    let weight = Self.numbers(classes * width, seed: 4)
    let labels = (0..<tokens).map { Double($0 * 7 % classes) }
    func losses(_ kept: [Int], threads: Int) throws -> [[Double]] {
      let program = ProgramBuilder.record(summation: .fixed) {
        let results = $0.apply(
          LinearCrossEntropy(),
          [
            $0.input("hidden", .float32([tokens, width])), $0.input("weight", .float32([classes, width])),
            $0.input("labels", .int32([tokens])), $0.input("mask", .float32([tokens])),
          ])
        for (index, result) in results.enumerated() { $0.output("\(index)", result) }
      }
      let mask = (0..<tokens).map { kept.contains($0) ? 1.0 : 0 }
      let results = try BoundProgram.run(
        program, ["hidden": hidden, "weight": weight, "labels": labels, "mask": mask], threads: threads)
      return kept.map { token in results.map { $0.values[token] } }
    }
    let all = try losses(Array(0..<tokens), threads: 1)
    for step in [1, 2, 3, 40, 299] {
      let kept = Array(stride(from: 0, to: tokens, by: step))
      for threads in 1...3 { #expect(try losses(kept, threads: threads) == kept.map { all[$0] }) }
    }
  }

  /// A segment in a row of its own, and behind others: heads of whole vectors and of parts of them, more queries than a tile.
  @Test(arguments: [3, 16, 20, 64], [false, true])
  func segmentsOfAnAttention(size: Int, isCausal: Bool) throws {
    let lengths = [70, 5, 33, 1]
    let width = 2 * size
    let everything = (0..<3).map { Self.numbers(lengths.reduce(0, +) * width, seed: UInt64($0) + 5) }
    let bias = Self.numbers(64, seed: 9)
    func attended(_ segments: [Int], offset: Int, threads: Int) throws -> [Double] {
      let length = offset + segments.reduce(0) { $0 + lengths[$1] } + 2
      let attention = Attention(
        heads: 2, isCausal: isCausal,
        bias: RelativePositionScheme(buckets: 32, maximumDistance: 128, isBidirectional: !isCausal))
      let program = ProgramBuilder.record(summation: .fixed) { builder in
        let type = TensorType.float32([1, length, width])
        let ids = builder.input("segments", .int32([1, length]))
        let operands = ["query", "key", "value"].map { builder.input($0, type) } + [ids, ids]
        let bias = builder.input("bias", .float32([32, 2]))
        builder.output("output", builder.apply(attention, operands + [bias])[0])
      }
      func starts(_ segment: Int) -> Int { lengths[..<segment].reduce(0, +) * width }
      var inputs = ["bias": bias]
      for (name, values) in zip(["query", "key", "value"], everything) {
        let parts = segments.flatMap { values[starts($0)..<starts($0 + 1)] }
        inputs[name] =
          [Double](repeating: 3, count: offset * width) + parts + [Double](repeating: 4, count: 2 * width)
      }
      inputs["segments"] =
        [Double](repeating: 0, count: offset)
        + segments.enumerated().flatMap { [Double](repeating: Double($0 + 1), count: lengths[$1]) } + [0, 0]
      let output = try BoundProgram.run(program, inputs, threads: threads)[0].values
      return Array(output[(offset * width)..<((length - 2) * width)])
    }
    let alone = try lengths.indices.map { try attended([$0], offset: 0, threads: 1) }
    for (order, offset) in [([0, 1, 2, 3], 0), ([3, 2, 1, 0], 1), ([1, 0], 17), ([2, 3], 64)] {
      for threads in 1...3 {
        #expect(try attended(order, offset: offset, threads: threads) == order.flatMap { alone[$0] })
      }
    }
  }

  /// A fused operation's definition keeps the order.
  @Test func definitionsKeepTheOrder() {
    let program = ProgramBuilder.record(summation: .fixed) {
      $0.output("y", $0.input("x", .float32([2, 3])).logSumExp())
    }
    #expect(program.expandingFusedOperations().summation == .fixed)
  }
}
