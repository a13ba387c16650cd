import Inspection
import Testing

@Suite struct HostGrowthTests {
  /// 1,000 trained numbers in 4 parts at a kilobit a second, parts of 2 s and updates of 1 s.
  @Test func bytesAndTimes() {
    let growth = HostGrowth(
      trained: 1_000, parts: 4, most: 4, peakBytes: 10_000, bitsPerSecond: 1_000,
      times: .init(part: 2, update: 1))
    #expect(growth.rows.map(\.hosts) == [1, 2, 4])
    #expect(growth.rows.map(\.passes) == [4, 2, 1])
    // Half of 4,000 bytes in each of two passes and the sums once; three quarters of it, twice.
    #expect(growth.rows.map(\.sentBytes) == [0, 6_000, 6_000])
    #expect(growth.rows.map(\.networkSeconds) == [0, 48, 48])
    #expect(growth.rows.map(\.computeSeconds) == [9, 5, 3])
    #expect(growth.rows.map(\.stepSeconds) == [9, 53, 51])
    #expect(growth.speedup(growth.rows[2]) == 9.0 / 51)
    #expect(growth.rows[0].peakBytes == 10_000)
    #expect(growth.rows.dropFirst().allSatisfy { $0.peakBytes > 10_000 })
  }

  /// What is not known is not guessed, and hosts that no part is left for are not told.
  @Test func withoutNetworkOrTimes() {
    let growth = HostGrowth(trained: 10, parts: 6, most: 4, peakBytes: 1, bitsPerSecond: nil)
    #expect(growth.rows.map(\.hosts) == [1, 2, 3])
    #expect(growth.rows.allSatisfy { $0.networkSeconds == nil && $0.stepSeconds == nil })
    #expect(growth.speedup(growth.rows[1]) == nil)
    let measured = HostGrowth(
      trained: 10, parts: 2, most: 2, peakBytes: 1, bitsPerSecond: nil, times: .init(part: 1, update: 1))
    #expect(measured.rows.map(\.stepSeconds) == [3, nil])
  }

  @Test(
    arguments: [
      ("10Gb", 1e10), ("2.5Gbit", 2.5e9), ("100 Gb/s", 1e11), ("400Mb", 4e8), ("1000b", 1e3), ("1kbps", 1e3),
      ("10GB", nil), ("10", nil), ("Gb", nil), ("-1Gb", nil), ("0Gb", nil), ("1e3Gb", nil), ("", nil),
    ] as [(String, Double?)])
  func rates(_ text: String, _ bits: Double?) { #expect(NetworkRate(text)?.bitsPerSecond == bits) }
}
