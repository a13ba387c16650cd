import Testing

@testable import Benchmarking

@Suite struct RotationTests {
  @Test(arguments: 0...4, 0...3)
  func everyoneOnceInEachRound(count: Int, round: Int) {
    #expect(Rotation.order(of: count, round: round).sorted() == Array(0..<count))
  }

  @Test(arguments: 2...4)
  func twoRoundsAreFairToAll(count: Int) {
    let places = (0..<count).map { member in
      (0..<2).reduce(0) { $0 + (Rotation.order(of: count, round: $1).firstIndex(of: member) ?? 0) }
    }
    #expect(Set(places).count == 1)
  }

  @Test func pairwiseGroupsAllHoldTheFirst() {
    #expect(Rotation.groups(of: 4, pairwise: false) == [[0, 1, 2, 3]])
    #expect(Rotation.groups(of: 4, pairwise: true) == [[0, 1], [0, 2], [0, 3]])
    #expect(Rotation.groups(of: 1, pairwise: true) == [[0]])
  }
}
