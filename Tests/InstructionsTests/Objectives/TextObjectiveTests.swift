import Testing

@testable import Instructions

@Suite struct TextObjectiveTests {
  private static let sentinels = (0..<Int32(100)).map { 32_099 - $0 }
  static let objectives: [TextObjective] = [
    .spanCorruption(SpanCorruption(sentinels: sentinels)),
    .spanCorruption(SpanCorruption(noise: 0.5, meanSpan: 32, sentinels: sentinels)), .prefixLM, .causal,
  ]

  @Test func prefixesOfEveryLengthAreAsLikely() {
    let tokens: [Int32] = [11, 12, 13, 14, 15]
    var counts: [Int: Int] = [:]
    for key in 0..<2000 {
      let sides = TextObjective.prefixLM.sides(
        of: tokens, random: CounterRandom(seed: UInt64(key), label: "p"))
      #expect(sides.inputs + sides.targets == tokens)
      counts[sides.inputs.count, default: 0] += 1
    }
    #expect(counts.keys.sorted() == [1, 2, 3, 4])
    #expect(counts.values.allSatisfy { abs($0 - 500) < 100 })
  }

  @Test func causalGivesNothing() {
    let sides = TextObjective.causal.sides(of: [7, 8], random: CounterRandom(key: 1))
    #expect(sides.inputs.isEmpty && sides.targets == [7, 8])
  }

  @Test func textsEndWhereTheyEnd_andSpansEverywhere() {
    for objective in Self.objectives.prefix(2) { #expect(objective.endsTarget(ofPiece: false)) }
    for objective in Self.objectives.suffix(2) { #expect(!objective.endsTarget(ofPiece: false)) }
    #expect(Self.objectives.allSatisfy { $0.endsTarget(ofPiece: true) })
  }

  @Test(arguments: objectives)
  func theLongestTextFitsTheRowAndTheNextDoesNot(_ objective: TextObjective) {
    for row in [(2, 2), (3, 9), (16, 16), (64, 8), (8, 64), (512, 114), (4096, 4096)] {
      let length = objective.longestText(inRow: row)
      if length == 0 {
        #expect(
          objective.longestSides(ofLength: objective.leastLength).inputs > row.0
            || objective.longestSides(ofLength: objective.leastLength).targets > row.1)
        continue
      }
      for shorter in [objective.leastLength, length / 2, length - 1, length]
      where shorter >= objective.leastLength {
        let tokens = [Int32](repeating: 5, count: shorter)
        let sides = objective.sides(of: tokens, random: CounterRandom(key: UInt64(shorter)))
        #expect(sides.inputs.count < row.0 && sides.targets.count < row.1)
      }
      let next = objective.longestSides(ofLength: length + 1)
      #expect(next.inputs > row.0 || next.targets > row.1 || !objective.hasSentinels(forLength: length + 1))
    }
  }

  /// 100 sentinels mark the spans of 1,998 tokens.
  @Test func spansAreNoMoreThanSentinels() {
    let objective = Self.objectives[0]
    let length = objective.longestText(inRow: (65_536, 65_536))
    #expect(objective.hasSentinels(forLength: length) && !objective.hasSentinels(forLength: length + 1))
    #expect((1_990...2_016).contains(length))
    #expect(TextObjective.spanCorruption(SpanCorruption(sentinels: [])).longestText(inRow: (512, 114)) == 0)
  }
}
