import Foundation
import Testing

@testable import Setup

@Suite struct ProcessorSetTests {
  @Test(
    arguments: [
      ("0", 1), ("0-1", 2), ("0-3,8", 5), ("5,7,9-11", 5), ("0-127", 128), ("", nil), ("a", nil),
      ("3-1", nil),
      ("1-2-3", nil), ("-1", nil), ("0-99999999999999999999", nil), ("0-9223372036854775807", nil),
    ] as [(String, Int?)])
  func listOfCores_isCounted(_ list: String, _ count: Int?) {
    let status = "Name:\tflan-train\nCpus_allowed:\tff\nCpus_allowed_list:\t\(list)\nMems_allowed_list:\t0\n"
    #expect(ProcessorSet(status)?.count == count)
  }

  @Test func withoutAList_nothingIsKnown() { #expect(ProcessorSet("Name:\tflan-train\n") == nil) }

  #if os(Linux)
    @Test func own_isPartOfTheMachine() throws {
      let own = try #require(ProcessorSet.own)
      #expect((1...ProcessInfo.processInfo.processorCount).contains(own.count))
      #expect(ProcessLimits.cores <= own.count)
    }
  #endif
}
