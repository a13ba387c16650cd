import Testing

@testable import Instructions

@Suite struct CounterRandomTests {
  /// The known answers that come with the generator's authors' library (Random123, philox4x32-10).
  static let knownAnswers: [(counter: UInt64, domain: UInt64, key: UInt64, words: SIMD4<UInt32>)] = [
    (0, 0, 0, SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)),
    (.max, .max, .max, SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)),
    (
      0x85A3_08D3_243F_6A88, 0x0370_7344_1319_8A2E, 0x299F_31D0_A409_3822,
      SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
    ),
  ]

  @Test(arguments: knownAnswers.indices) func matchesKnownAnswers(_ index: Int) {
    let answer = Self.knownAnswers[index]
    #expect(CounterRandom(key: answer.key).words(at: answer.counter, domain: answer.domain) == answer.words)
  }

  @Test func labelsGiveDifferentKeys() {
    let keys = ["a", "b", "ab", ""].flatMap { label in
      [0, 1].map { CounterRandom(seed: UInt64($0), label: label).key }
    }
    #expect(Set(keys).count == keys.count)
  }

  @Test func scalingStaysBelowTheCount() {
    for count in 0...5 {
      for value in [0, 1, UInt64.max / 2, .max] {
        #expect(value.scaled(below: count) < max(count, 1))
      }
    }
    #expect(UInt64.max.scaled(below: 10) == 9)
    #expect(UInt32.max.scaled(below: 10) == 9)
  }
}
