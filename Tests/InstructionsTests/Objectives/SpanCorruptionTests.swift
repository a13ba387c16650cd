import Foundation
import Testing

@testable import Instructions

@Suite struct SpanCorruptionTests {
  /// What Tests/References/span_corruption.py writes.
  private struct Reference: Decodable {
    struct Text: Decodable {
      var noise: Double
      var meanSpan: Double
      var tokens: [Int32]
      var kept: [Int]
      var takenOut: [Int]
      var inputs: [Int32]
      var targets: [Int32]
    }

    struct Row: Decodable {
      var inputLength: Int
      var noise: Double
      var meanSpan: Double
      var tokens: Int
      var targetLength: Int
    }

    var texts: [Text]
    var rows: [Row]
  }

  private let reference: Reference

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/span_corruption.json")
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  /// T5's: `<extra_id_0>` has the last id of 32,100.
  private static func corruption(_ noise: Double, _ span: Double, sentinels: Int32 = 1000) -> SpanCorruption {
    SpanCorruption(noise: noise, meanSpan: span, sentinels: (0..<sentinels).map { 32_099 - $0 })
  }

  @Test func sameSpansGiveThePublishedIDs() {
    #expect(reference.texts.count > 50)
    for text in reference.texts {
      let corruption = Self.corruption(text.noise, text.meanSpan)
      let counts = corruption.counts(ofLength: text.tokens.count)
      #expect(counts.tokens == text.takenOut.reduce(0, +) && counts.spans == text.takenOut.count)
      let sides = corruption.sides(of: text.tokens, kept: text.kept, takenOut: text.takenOut)
      #expect(sides.inputs == text.inputs)
      #expect(sides.targets == text.targets)
    }
  }

  @Test func rowsHoldTextsOfThePublishedLength() {
    for row in reference.rows {
      let objective = TextObjective.spanCorruption(Self.corruption(row.noise, row.meanSpan))
      let length = objective.longestText(inRow: (row.inputLength, row.inputLength + 1))
      #expect(length == row.tokens)
      #expect(objective.longestSides(ofLength: length).targets == row.targetLength)
    }
  }

  @Test(arguments: [(2, 0.15, 3.0), (40, 0.15, 3.0), (100, 0.5, 3.0), (30, 0.9, 1.0), (568, 0.15, 8.0)])
  func nothingOfATextIsLost(_ length: Int, _ noise: Double, _ span: Double) {
    let corruption = Self.corruption(noise, span)
    let tokens = (0..<Int32(length)).map { $0 + 3 }
    for key in 0..<20 {
      let sides = corruption.sides(of: tokens, random: CounterRandom(key: UInt64(key)))
      var spans: [Int32: [Int32]] = [:]
      var sentinel: Int32 = 0
      for id in sides.targets {
        if corruption.sentinels.contains(id) {
          sentinel = id
        } else {
          spans[sentinel, default: []].append(id)
        }
      }
      #expect(sides.inputs.flatMap { spans[$0] ?? [$0] } == tokens)
      let (count, counts) = (spans.values.reduce(0) { $0 + $1.count }, corruption.counts(ofLength: length))
      #expect(count == counts.tokens && spans.count == counts.spans)
    }
  }

  /// Of 4 in 2 parts there are 3 divisions, of 6 in 3 there are 10.
  @Test(arguments: [(4, 2, 3), (6, 3, 10), (5, 5, 1), (1, 1, 1)])
  func everyDivisionIsAsLikely(_ total: Int, _ count: Int, _ divisions: Int) {
    var found: [[Int]: Int] = [:]
    let draws = 600 * divisions
    for key in 0..<draws {
      let random = CounterRandom(seed: UInt64(key), label: "division")
      let parts = RandomDivision(random).parts(of: total, count: count, domain: 0)
      #expect(parts.count == count && parts.reduce(0, +) == total && parts.allSatisfy { $0 > 0 })
      found[parts, default: 0] += 1
    }
    #expect(found.count == divisions)
    // The deviation of a count is below 25; five of them are hardly ever exceeded.
    #expect(found.values.allSatisfy { abs($0 - 600) < 125 })
  }
}
