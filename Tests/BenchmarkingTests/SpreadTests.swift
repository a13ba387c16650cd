import Testing

@testable import Benchmarking

@Suite struct SpreadTests {
  @Test(arguments: [
    ([3.0], 3.0, 3.0, 3.0), ([4, 1], 2.5, 1, 4), ([5, 1, 2], 2, 1, 5), ([4, 1, 3, 2], 2.5, 1, 4),
  ])
  func medianLeastMost(values: [Double], median: Double, least: Double, most: Double) {
    let spread = Spread(values)
    #expect(spread?.median == median)
    #expect(spread?.least == least)
    #expect(spread?.most == most)
  }

  @Test func nothingHasNoSpread() { #expect(Spread([]) == nil) }
}
