import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// The search by bounds against its definition, a search through all logits, where bounds are of little use.
@Suite struct LinearArgmaxTests {
  struct Problem: CustomTestStringConvertible {
    let testDescription: String
    var hidden: [[Float]]
    var weight: [[Float]]
  }

  /// The classes by the search and by the definition in the order of a decoding step's sums, for all classes and for some.
  private static func check(_ problem: Problem) throws {
    let (rows, classes, width) = (problem.hidden.count, problem.weight.count, problem.weight[0].count)
    for candidates in Set([classes, (classes + 1) / 2, 1]) {
      let program = ProgramBuilder.record(summation: .fixedForFewRows) {
        let hidden = $0.input("hidden", .float32([rows, width]))
        let weight = $0.input("weight", .float32([classes, width]))
        $0.output(
          "best",
          hidden.linearArgmax(weight: weight, rounded: weight.roundedRows(), candidates: candidates))
      }
      let inputs = [
        "hidden": problem.hidden.flatMap { $0.map(Double.init) },
        "weight": problem.weight.flatMap { $0.map(Double.init) },
      ]
      let expected = try BoundProgram.run(program.expandingFusedOperations(), inputs, threads: 1)[0].values
      for threads in 1...3 {
        #expect(
          try BoundProgram.run(program, inputs, threads: threads)[0].values == expected, "\(threads) threads")
      }
    }
  }

  private static func rows(_ count: Int, _ width: Int, seed: UInt64, _ scale: Float = 1) -> [[Float]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      (0..<width).map { _ in scale * Float.random(in: -1...1, using: &generator) }
    }
  }

  /// Rows and classes around a vector's and a tile's width; many more classes than any bound leaves.
  @Test(arguments: [1, 2, 7, 8, 9, 17, 40], [1, 3, 32, 33, 100])
  func sizes(_ rows: Int, _ width: Int) throws {
    for classes in [1, 2, 15, 16, 17, 1500] {
      try Self.check(
        Problem(
          testDescription: "", hidden: Self.rows(rows, width, seed: 1),
          weight: Self.rows(classes, width, seed: 2)))
    }
  }

  static let problems: [Problem] = {
    let (hidden, weight) = (rows(9, 48, seed: 3), rows(700, 48, seed: 4))
    func problem(_ name: String, _ change: (inout Problem) -> Void) -> Problem {
      var problem = Problem(testDescription: name, hidden: hidden, weight: weight)
      change(&problem)
      return problem
    }
    return [
      problem("all classes alike") { $0.weight = Array(repeating: weight[5], count: 700) },
      problem("the best one again and again") {
        for place in stride(from: 20, to: 700, by: 31) { $0.weight[place] = hidden[0].map { 3 * $0 } }
      },
      problem("hardly apart") { problem in
        for place in problem.weight.indices {
          problem.weight[place] = weight[0].enumerated().map {
            $1 * (1 + Float(place * 7 % 11 + $0 % 3) * 0x1p-23)
          }
        }
      },
      problem("nothing but zeros") {
        $0.weight = Array(repeating: [Float](repeating: 0, count: 48), count: 700)
      },
      problem("rows of zeros among negative ones") { problem in
        for place in problem.weight.indices {
          problem.weight[place] = place % 100 == 77 ? [Float](repeating: 0, count: 48) : hidden[0].map { -$0 }
        }
      },
      problem("no hidden state") { $0.hidden[3] = [Float](repeating: 0, count: 48) },
      problem("very small numbers") {
        $0.hidden[1] = hidden[1].map { $0 * 1e-20 }
        for place in 100..<200 { $0.weight[place] = weight[place].map { $0 * 1e-30 } }
      },
      problem("numbers that vanish") {
        $0.hidden = hidden.map { $0.map { $0 * 1e-22 } }
        $0.weight = weight.map { $0.map { $0 * 1e-22 } }
      },
      problem("huge norms") {
        $0.hidden[1] = hidden[1].map { $0 * 1e17 }
        for place in stride(from: 0, to: 700, by: 3) { $0.weight[place] = weight[place].map { $0 * 1e18 } }
      },
      problem("logits that overflow") {
        $0.hidden[0] = hidden[0].map { $0 * 1e25 }
        for place in 300..<310 { $0.weight[place] = weight[place].map { $0 * 1e25 } }
      },
      problem("one element far above the others") {
        for place in $0.weight.indices { $0.weight[place][place % 48] = place % 2 == 0 ? 4000 : -4000 }
        for row in $0.hidden.indices { $0.hidden[row][row] = 900 }
      },
      problem("infinite weights") {
        $0.weight[44][1] = .infinity
        $0.weight[45][1] = -.infinity
      },
      problem("weights that are no numbers") {
        $0.weight[0][5] = .nan
        $0.weight[333][6] = .nan
      },
      problem("a weight that is no number, not the first") { $0.weight[333][6] = .nan },
      problem("an infinite hidden state") { $0.hidden[2][7] = .infinity },
      problem("a hidden state that is no number") { $0.hidden[2][7] = .nan },
    ]
  }()

  @Test(arguments: problems)
  func adversaries(_ problem: Problem) throws { try Self.check(problem) }

  /// What is said of rounded rows, for rows that cannot be rounded.
  @Test func rowsThatCannotBeRounded() throws {
    let rows: [[Float]] = [[0, 0], [1e-16, 0], [3, .infinity], [.nan, 1], [2e15, 1], [1e-15, -1e-15]]
    let program = ProgramBuilder.record {
      let (words, bounds) = $0.input("x", .float32([6, 2])).roundedRows()
      $0.output("words", words)
      $0.output("bounds", bounds)
    }
    let results = try BoundProgram.run(program, ["x": rows.flatMap { $0.map(Double.init) }], threads: 2)
    #expect(results[0].values.prefix(40).allSatisfy { $0 == 0 })
    #expect(results[0].values[40] == Double(127 | (0x81 << 16)))
    for row in 0..<6 {
      let (step, error, norm) = (
        results[1].values[row * 3], results[1].values[row * 3 + 1], results[1].values[row * 3 + 2]
      )
      switch row {
      case 0: #expect(step == 0 && error == 0 && norm == 0)
      case 1: #expect(step == 0 && error >= 0.999e-16 && norm >= 0.999e-16)
      case 5: #expect(step > 0 && error < 1e-20 && norm > 1e-15)
      default: #expect(step == 0 && error == .infinity && norm == .infinity)
      }
    }
  }
}
