import Foundation
@testable import Setup
import TestSupport
import Testing

/// Limits of control groups, as Linux lays their files out.
@Suite struct ControlGroupsTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let memberships: String
    let files: [String: String]
    let memory: Int?
    let processors: Double?
  }

  static let none = "9223372036854771712\n"

  static let cases: [Case] = [
    Case(testDescription: "no groups", memberships: "", files: [:], memory: nil, processors: nil),
    Case(
      testDescription: "version 2, no limits", memberships: "0::/user.slice/a\n",
      files: ["user.slice/a/memory.max": "max\n", "user.slice/a/cpu.max": "max 100000\n"],
      memory: nil, processors: nil),
    Case(
      testDescription: "version 2, own limits", memberships: "0::/user.slice/a\n",
      files: ["user.slice/a/memory.max": "4294967296\n", "user.slice/a/cpu.max": "150000 100000\n"],
      memory: 4_294_967_296, processors: 1.5),
    Case(
      testDescription: "version 2, a limit above, lower than the own", memberships: "0::/user.slice/a\n",
      files: [
        "user.slice/memory.max": "1000\n", "user.slice/a/memory.max": "4000\n",
        "user.slice/a/cpu.max": "400000 100000\n", "cpu.max": "50000 100000\n",
      ], memory: 1000, processors: 0.5),
    Case(
      testDescription: "version 2, in a container that sees its own group as the root", memberships: "0::/\n",
      files: ["memory.max": "2000\n", "cpu.max": "200000 50000\n"], memory: 2000, processors: 4),
    Case(
      testDescription: "version 2, a path above the root", memberships: "0::/../../other\n",
      files: ["memory.max": "2000\n"], memory: 2000, processors: nil),
    Case(
      testDescription: "version 1, no limits",
      memberships: "4:memory:/jobs/7\n2:cpu,cpuacct:/jobs/7\n0::/\n",
      files: [
        "memory/jobs/7/memory.limit_in_bytes": none, "cpu,cpuacct/jobs/7/cpu.cfs_quota_us": "-1\n",
        "cpu,cpuacct/jobs/7/cpu.cfs_period_us": "100000\n",
      ], memory: 9_223_372_036_854_771_712, processors: nil),
    Case(
      testDescription: "version 1, own limits", memberships: "4:memory:/jobs/7\n2:cpu,cpuacct:/jobs/7\n",
      files: [
        "memory/memory.limit_in_bytes": none, "memory/jobs/7/memory.limit_in_bytes": "3000\n",
        "cpu,cpuacct/jobs/7/cpu.cfs_quota_us": "250000\n",
        "cpu,cpuacct/jobs/7/cpu.cfs_period_us": "100000\n",
      ], memory: 3000, processors: 2.5),
    Case(
      testDescription:
        "version 1, a container where the path is the host's and controllers have folders of their own",
      memberships: "4:memory:/docker/abc\n2:cpuacct,cpu:/docker/abc\n",
      files: [
        "memory/memory.limit_in_bytes": "5000\n", "cpu/cpu.cfs_quota_us": "100000\n",
        "cpu/cpu.cfs_period_us": "100000\n",
      ], memory: 5000, processors: 1),
    Case(
      testDescription: "what cannot be understood", memberships: "x\n0::/a\n7:memory\n3:memory:/b:c\n",
      files: [
        "a/memory.max": "much\n", "a/cpu.max": "1000\n", "memory/b:c/memory.limit_in_bytes": "-5\n",
        "memory.max": "99999999999999999999\n",
      ], memory: nil, processors: nil),
  ]

  @Test(arguments: cases)
  func limits(_ example: Case) throws {
    let folder = try TemporaryFolder()
    for (name, text) in example.files { try folder.write(text, to: name) }
    let groups = ControlGroups(example.memberships, mount: folder.path)
    #expect(groups.memory == example.memory)
    #expect(groups.processors == example.processors)
  }

  @Test func thisProcess_mayTakeNoMoreThanThereIs() {
    #expect((1...Int(clamping: ProcessInfo.processInfo.physicalMemory)).contains(ProcessLimits.memory))
    #expect((1...ProcessInfo.processInfo.activeProcessorCount).contains(ProcessLimits.cores))
  }
}

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
