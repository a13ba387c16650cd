import Testing

@testable import TaskGenerator

@Suite struct KeyedGeneratorTests {
  @Test func sequenceIsFixed() {
    // SplitMix64 started at FNV-1a of the empty string; computed apart from this code.
    var random = KeyedGenerator(key: "")
    #expect([random.next(), random.next()] == Self.reference(seed: 0xCBF2_9CE4_8422_2325))
  }

  @Test func keysGiveDifferentSequences() {
    var (first, second) = (KeyedGenerator(key: "a"), KeyedGenerator(key: "b"))
    #expect(first.next() != second.next())
  }

  @Test(arguments: 1...20) func drawsCoverTheirRange(bound: Int) {
    var random = KeyedGenerator(key: "range \(bound)")
    var counts = Array(repeating: 0, count: bound)
    for _ in 0..<(bound * 200) { counts[random.below(bound)] += 1 }
    #expect(counts.allSatisfy { $0 > 100 && $0 < 320 })
  }

  @Test(arguments: 0...6) func samplesAreDifferentElements(count: Int) {
    var random = KeyedGenerator(key: "sample")
    for _ in 0..<50 {
      let sample = random.sample([1, 2, 3, 4], count)
      #expect(sample.count == min(count, 4))
      #expect(Set(sample).count == sample.count)
    }
  }

  private static func reference(seed: UInt64) -> [UInt64] {
    (1...2).map { index in
      let first = seed &+ UInt64(index) &* 11_400_714_819_323_198_485
      let second = (first ^ (first / (1 << 30))) &* 13_787_848_793_156_543_929
      let third = (second ^ (second / (1 << 27))) &* 10_723_151_780_598_845_931
      return third ^ (third / (1 << 31))
    }
  }
}
