import Testing

@testable import Evaluation

@Suite struct PairedComparisonTests {
  /// The two-sided sign test by its definition.
  private static func signTest(_ wins: Int, _ losses: Int) -> Double {
    let count = wins + losses
    var row = [1.0]
    for _ in 0..<count { row = zip(row + [0], [0] + row).map { ($0 + $1) / 2 } }
    return min(1, row[...min(wins, losses)].reduce(0, +) * 2)
  }

  @Test func signTest_isExact() {
    for wins in 0...12 {
      for losses in 0...12 {
        let value = PairedComparison.signTestValue(wins: wins, losses: losses)
        #expect(abs(value - Self.signTest(wins, losses)) < 1e-12, "\(wins) \(losses)")
      }
    }
    #expect(PairedComparison.signTestValue(wins: 3_000, losses: 3_000) == 1)
    let uneven = PairedComparison.signTestValue(wins: 3_200, losses: 2_800)
    #expect(abs(uneven - 2.57e-7) < 0.2e-7)
  }

  /// Over all signs of few differences the drawn share comes near the exact one.
  @Test(
    arguments: [[0.5], [0.1, 0.2, 0.3], [0.5, -0.2, 0.1, 0.1], [1, 1, 1, 1, 1, 1, -1, 0, 0]] as [[Double]])
  func permutations_comeNearTheExactShare(_ differences: [Double]) {
    let observed = abs(differences.reduce(0, +))
    let count = 1 << differences.count
    let extreme = (0..<count).count { signs in
      let sum = differences.enumerated().reduce(0.0) {
        $0 + (signs >> $1.offset & 1 == 0 ? $1.element : -$1.element)
      }
      return abs(sum) >= observed - 1e-9
    }
    let value = PairedComparison.permutationValue(differences, seed: 1, label: "x")
    #expect(abs(value - Double(extreme) / Double(count)) < 0.02)
  }

  @Test func comparison_sumsUp() throws {
    let a = PairedComparison.Pairs(
      task: "a", isGraded: false, scores: [(1, 0), (1, 1), (0, 1), (1, 0), (1, 0), (0, 0)])
    let b = PairedComparison.Pairs(task: "b", isGraded: false, scores: [(0, 1), (0, 1)])
    let comparison = PairedComparison([a, b])
    let first = comparison.tasks[0]
    #expect(first.wins == 3 && first.losses == 1 && first.count == 6)
    #expect(abs(first.difference - 1.0 / 3) < 1e-12 && first.pValue == 0.625)
    #expect(comparison.tasks[1].difference == -1 && comparison.tasks[1].standardError == 0)
    #expect(abs(comparison.difference - (1.0 / 3 - 1) / 2) < 1e-12)
    #expect(abs(comparison.first - comparison.second - comparison.difference) < 1e-12)
    #expect(comparison.pValue > 0.05 && comparison.pValue <= 1)
    #expect(PairedComparison([a, b]) == comparison && PairedComparison([]).difference == 0)
    let same = PairedComparison([.init(task: "a", isGraded: true, scores: [(0.5, 0.5), (1, 1)])])
    #expect(same.pValue == 1 && same.tasks[0].pValue == 1)
  }

  @Test func differentQuestions_areRefused() throws {
    func verdicts(_ tasks: [String: [String: Double]]) -> SuiteVerdicts {
      SuiteVerdicts(
        tasks: tasks.sorted { $0.key < $1.key }.map { .init(name: $0.key, scores: $0.value) }, isGraded: false
      )
    }
    let one = verdicts(["a": ["0": 1, "1": 0]])
    #expect(try PairedComparison(one, verdicts(["a": ["1": 1, "0": 1]])).difference == -0.5)
    for other in [
      ["a": ["0": 1.0]], ["a": ["0": 1, "2": 0]], ["b": ["0": 1]], ["a": ["0": 1, "1": 0], "b": ["0": 1]],
    ] {
      #expect(throws: SuiteError.self) { try PairedComparison(one, verdicts(other)) }
    }
  }
}
