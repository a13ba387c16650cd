@testable import Benchmarking
import Testing

@Suite struct WorkloadSelectionTests {
  let names = ["roofline", "training/small/a", "training/small/b", "training/smaller", "training/base/a"]
  let long: Set<String> = ["training/base/a"]

  @Test(arguments: [
    ([String](), [0, 1, 2, 3]), (["all"], [0, 1, 2, 3, 4]), (["training"], [1, 2, 3, 4]),
    (["training/small"], [1, 2]),
    (["training/small/b", "roofline"], [0, 2]), (["roofline", "roofline"], [0]),
  ])
  func chooses(wanted: [String], indices: [Int]) throws {
    #expect(try WorkloadSelection.choose(wanted, from: names, long: long) == indices)
  }

  @Test(arguments: [
    ("trainig", "Did you mean 'training'?"), ("training/smal", "Did you mean 'training/small'?"),
  ])
  func namesTheNearest(wanted: String, advice: String) {
    let error = #expect(throws: UnknownWorkload.self) {
      try WorkloadSelection.choose([wanted], from: names, long: long)
    }
    #expect(error?.nextStep?.hasPrefix(advice) == true)
    #expect(error?.category == .usage)
  }
}

@Suite struct CoreListTests {
  @Test(arguments: [
    ("0", [0]), ("0-1", [0, 1]), ("0-2,5,7-8", [0, 1, 2, 5, 7, 8]), ("3,1", [3, 1]),
  ])
  func reads(text: String, cores: [Int]) {
    #expect(CoreList(text)?.cores == cores)
  }

  @Test(arguments: [
    "", "-", "a", "1-", "2-1", "-1", "1--2", "1,,2", "0-1-2", "0-99999999999999999999", "0-99999999",
  ])
  func refuses(text: String) {
    #expect(CoreList(text) == nil)
  }

  @Test func takesTheFirst() {
    #expect(CoreList("2-5,9")?.prefix(2).description == "2,3")
    #expect(CoreList("2")?.prefix(4).description == "2")
    #expect(CoreList("2")?.prefix(-1).cores == [])
  }
}

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
