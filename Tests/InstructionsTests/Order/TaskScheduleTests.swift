import Foundation
import Testing

@testable import Instructions

@Suite struct TaskScheduleTests {
  static let worlds: [[Double]] = [
    [1], [1, 1], [1, 2, 3], [0, 1, 0, 1], [0.01, 10, 0.5], [5, 0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1],
  ]

  @Test(arguments: worlds) func occurrenceNumbersAreExactEverywhere(_ shares: [Double]) throws {
    for bits in 3...7 {
      for seed: UInt64 in 0..<4 {
        let schedule = try #require(TaskSchedule(shares: shares, seed: seed, cycleBits: bits))
        var counts = Array(repeating: 0, count: shares.count)
        for position in 0..<(3 << bits) {
          for task in shares.indices { #expect(schedule.count(of: task, before: position) == counts[task]) }
          let slot = schedule.slot(at: position)
          #expect(slot.occurrence == counts[slot.task])
          counts[slot.task] += 1
        }
        #expect(counts == schedule.quotas.map { 3 * $0 })
        for (share, quota) in zip(shares, schedule.quotas) { #expect((share > 0) == (quota > 0)) }
      }
    }
  }

  @Test func everyPrefixIsCloseToTheShares() throws {
    let shares = [0.4, 0.3, 0.2, 0.05, 0.03, 0.015, 0.004, 0.001]
    for seed: UInt64 in 0..<5 {
      let schedule = try #require(TaskSchedule(shares: shares, seed: seed))
      for prefix in [1, 2, 3, 10, 63, 64, 65, 100, 1000, 4097, 65_535, 1_000_003, 123_456_789] {
        for (task, share) in shares.enumerated() {
          let deviation = abs(Double(schedule.count(of: task, before: prefix)) - share * Double(prefix))
          #expect(deviation <= log2(Double(prefix)) + 2)
        }
      }
    }
  }

  @Test func bitsAreReversed() {
    #expect(TaskSchedule.reversed(0b1, bits: 4) == 0b1000)
    #expect(TaskSchedule.reversed(0b1101, bits: 4) == 0b1011)
    #expect(TaskSchedule.reversed(1, bits: 64) == 1 << 63)
    #expect(TaskSchedule.reversed(0, bits: 0) == 0)
  }

  @Test func quotasSumToTheTotal() throws {
    for shares in Self.worlds {
      for total in [8, 9, 10, 1000] {
        let quotas = try #require(TaskSchedule.quotas(of: shares, total: total))
        #expect(quotas.reduce(0, +) == total)
      }
    }
    #expect(TaskSchedule.quotas(of: [1, 1, 1e-9], total: 4) == [2, 1, 1])
    for bad in [[], [0], [-1, 2], [.infinity], [.nan], [1, 1, 1]] as [[Double]] {
      #expect(TaskSchedule.quotas(of: bad, total: 2) == nil)
    }
  }

  @Test func farPositionsAreReached() throws {
    let schedule = try #require(TaskSchedule(shares: [3, 1], seed: 1))
    let position = 1 << 50
    let slot = schedule.slot(at: position)
    #expect(schedule.count(of: slot.task, before: position + 1) == slot.occurrence + 1)
    #expect(schedule.count(of: 0, before: position) + schedule.count(of: 1, before: position) == position)
  }
}
