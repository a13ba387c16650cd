import Testing

@testable import Models

@Suite struct PromptLayoutTests {
  /// Every list of up to four lengths from a few on both sides of the granularity.
  @Test func everyPromptHasPlacesOfItsOwn() {
    let lengths = [0, 1, 5, 31, 32, 33, 40]
    var lists: [[Int]] = [[]]
    for _ in 0..<4 { lists += lists.flatMap { list in lengths.map { list + [$0] } } }
    for list in Set(lists) {
      let layout = PromptLayout(list)
      #expect(layout.ranges.map(\.count) == list)
      #expect(layout.sourceLength >= max(1, list.max() ?? 0) && layout.sourceLength <= layout.length)
      var taken = Set<Int>()
      for range in layout.ranges where !range.isEmpty {
        #expect(range.lowerBound >= 0 && range.upperBound <= layout.length)
        #expect(taken.isDisjoint(with: range))
        taken.formUnion(range)
      }
      #expect(layout.length - taken.count <= PromptLayout.lengthStep)
    }
  }

  /// Lengths are rounded up by less than a sixteenth, or to 32, and batches of about one size share a length.
  @Test func lengthsAreRoundedInProportion() {
    for total in 1...5_000 {
      let length = PromptLayout([total]).length
      #expect(length >= total)
      #expect(length - total < max(PromptLayout.lengthStep, (total + 15) / 16))
    }
    #expect(Set((4_097...8_192).map { PromptLayout([$0]).length }).count <= 16)
    #expect(PromptLayout([Int](repeating: 128, count: 8)).length == 1_024)
  }

  /// With rows of their own, programs grow with their prompts and go on with fewer and shorter ones.
  @Test func promptsApartHaveRowsThatOnlyGrow() {
    var layout: PromptLayout?
    let steps: [(lengths: [Int], rows: Int, length: Int)] = [
      ([20, 3], 2, 32), ([33], 2, 64), ([5, 0, 64], 3, 64), ([], 3, 64), ([129], 3, 256),
    ]
    for step in steps {
      let next = PromptLayout(step.lengths, .apart, growing: layout)
      #expect(next.rows == step.rows && next.length == step.length && next.sourceLength == step.length)
      #expect(next.ranges.map(\.count) == step.lengths)
      #expect(next.ranges.enumerated().allSatisfy { $1.lowerBound == $0 * step.length })
      #expect(layout.map { $0.hasShape(of: next) } == layout.map { $0.count == next.count })
      let (ids, segments) = next.tokens(step.lengths.map { [Int32](repeating: 7, count: $0) })
      #expect(ids.count == next.count)
      #expect(ids.map { $0 != 0 } == segments.map { $0 != 0 })
      layout = next
    }
  }

  @Test func promptsShareTheRowAsSegments() {
    let layout = PromptLayout([20, 10, 30, 2])
    #expect(layout.length == 64 && layout.sourceLength == 32)
    let (ids, segments) = layout.tokens([
      [Int32](repeating: 7, count: 20), [Int32](repeating: 8, count: 10), [Int32](repeating: 9, count: 30),
      [4, 1],
    ])
    #expect(ids.filter { $0 != 0 }.count == 62 && segments.filter { $0 == 0 }.count == 2)
    for (prompt, range) in layout.ranges.enumerated() {
      #expect(segments[range].allSatisfy { $0 == Int32(prompt + 1) })
    }
    #expect(ids[layout.ranges[3]] == [4, 1])
  }
}
