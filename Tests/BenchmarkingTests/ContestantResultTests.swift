@testable import Benchmarking
import Testing

@Suite struct ContestantResultTests {
  static func contestant(_ name: String, seconds: [Double], amount: Double = 1, peak: Int? = nil)
    -> ContestantResult
  {
    var result = ContestantResult(name: name)
    for value in seconds {
      var reply = PeerReply()
      reply.seconds = value
      reply.amount = amount
      reply.peakBytes = peak
      result.add(reply)
    }
    return result
  }

  @Test func ratiosAreTakenRoundByRound() {
    let ours = Self.contestant("ours", seconds: [1, 2, 4])
    let peer = Self.contestant("peer", seconds: [2, 8, 4])
    #expect(ours.ratio(over: peer) == Spread([2, 4, 1]))
    #expect(ours.ratio(over: Self.contestant("none", seconds: [])) == nil)
    #expect(ours.ratio(over: Self.contestant("instant", seconds: [0, 0, 0])) == nil)
  }

  @Test func theHighestPeakStays() {
    var result = Self.contestant("ours", seconds: [1], peak: 7)
    result.add(PeerReply())
    #expect(result.peakBytes == 7)
  }

  @Test(arguments: [
    ([1.0, 2, 3, 4], [1.0, 2, 3, 4], 1.0 as Double?), ([1, 2, 3, 4], [1.0005, 2, 9, 0], 0.5), ([0], [0], 1),
    ([], [], nil), ([1], [1, 2], nil),
  ])
  func agreement(own: [Double], others: [Double], share: Double?) {
    var (a, b) = (ContestantResult(name: "a"), ContestantResult(name: "b"))
    a.first = PeerReply()
    a.first?.result = own
    b.first = PeerReply()
    b.first?.result = others
    #expect(a.agreement(with: b) == share)
    #expect(b.agreement(with: ContestantResult(name: "none")) == nil)
  }
}

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
