import Diagnostics
import Foundation
import ProcessGroups
import ProcessGroupsTestSupport
import Testing

@Suite struct MessagesTests {
  @Test(arguments: 1...5)
  func gather_givesAllMessagesToAll_alsoEmptyOnes(_ count: Int) throws {
    let results = ThreadGroup.run(count) { group in
      try group.gather(Data(repeating: UInt8(group.rank), count: group.rank * 3)).map { Array($0) }
    }
    let expected = (0..<count).map { [UInt8](repeating: UInt8($0), count: $0 * 3) }
    for result in results { #expect(try result.get() == expected) }
  }

  @Test func broadcast_asksTheFirstAlone() throws {
    let results = ThreadGroup.run(3) { group in
      String(
        decoding: try group.broadcast {
          #expect(group.rank == 0)
          return Data("from \(group.rank)".utf8)
        }, as: UTF8.self)
    }
    for result in results { #expect(try result.get() == "from 0") }
  }

  @Test(arguments: [[], [0], [2], [0, 1, 2, 3]])
  func any_isTrueWhereOneIs(_ asked: [Int]) throws {
    for result in ThreadGroup.run(4, { try $0.any(asked.contains($0.rank)) }) {
      #expect(try result.get() == !asked.isEmpty)
    }
  }

  @Test func copyFromFirst_fillsTheOthers() throws {
    let results = ThreadGroup.run(3) { group -> [Int32] in
      var numbers = [Int32](repeating: Int32(group.rank + 7), count: 5)
      try numbers.withUnsafeMutableBytes { try group.copyFromFirst($0) }
      return numbers
    }
    for result in results { #expect(try result.get() == [7, 7, 7, 7, 7]) }
  }

  struct Broken: UserError {
    let problem: String
    var category: FailureCategory { .data }
    var location: Diagnostics.SourceLocation? { .init(file: "tasks.json", line: 3) }
    var nextStep: String? { nil }
  }

  @Test func together_whereNoneFails_givesEachItsOwn() throws {
    let results = ThreadGroup.run(3) { group in try group.together { group.rank * 2 } }
    #expect(try results.map { try $0.get() } == [0, 2, 4])
  }

  /// One fails, or several: all end with the error, and those that have one with their own.
  @Test(arguments: [[0], [2], [1, 2], [0, 1, 2]])
  func together_whereOneFails_allFail(_ failing: [Int]) throws {
    let results = ThreadGroup.run(3) { group in
      try group.together { if failing.contains(group.rank) { throw Broken(problem: "bad on \(group.rank)") } }
    }
    for (rank, result) in results.enumerated() {
      let error = #expect(throws: AgreedError.self) { try result.get() }
      #expect(error?.category == .data)
      let text = error?.description ?? ""
      if failing.contains(rank) {
        #expect(text == "tasks.json:3: bad on \(rank)")
      } else {
        #expect(text == "rank \(failing[0]) on host-\(failing[0] % 2): tasks.json:3: bad on \(failing[0])")
      }
    }
  }
}
