import Testing

@testable import Models

@Suite struct PromptLayoutTests {
  /// Every list of up to four lengths from a few on both sides of the row's granularity.
  @Test func everyPromptHasPlacesOfItsOwnInOneRow() {
    let lengths = [0, 1, 5, 31, 32, 33, 40]
    var lists: [[Int]] = [[]]
    for _ in 0..<4 { lists += lists.flatMap { list in lengths.map { list + [$0] } } }
    for list in Set(lists) {
      let layout = PromptLayout(list)
      #expect(layout.ranges.map(\.count) == list)
      #expect(layout.length >= max(1, list.max() ?? 0) && layout.length % PromptLayout.lengthStep == 0)
      var taken = Set<Int>()
      for range in layout.ranges where !range.isEmpty {
        #expect(range.lowerBound / layout.length == (range.upperBound - 1) / layout.length)
        #expect(range.upperBound <= layout.rows * layout.length)
        #expect(taken.isDisjoint(with: range))
        taken.formUnion(range)
      }
      // No more rows than one for each prompt, and none that two half-empty ones could have shared.
      #expect(layout.rows <= max(1, list.count { $0 > 0 } + (list.contains(0) ? 1 : 0)))
    }
  }

  @Test func shortPromptsShareARow() {
    let layout = PromptLayout([20, 10, 30, 2])
    #expect(layout.rows == 2 && layout.length == 32)
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
