import Testing

@testable import Tokenization

@Suite struct SentinelIDsTests {
  @Test func `run downward after the pieces`() {
    let sentinels = SentinelIDs(count: 3, after: 10)
    #expect(sentinels.ids == [12, 11, 10] && sentinels.end == 13)
    #expect((9...13).map { sentinels.number(of: $0) } == [nil, 2, 1, 0, nil])
  }

  @Test func `or lie anywhere`() {
    let sentinels = SentinelIDs([7, 3, 12])
    let found = (Int32(0)...13).map { sentinels.number(of: $0) }
    #expect(found.enumerated().compactMap { $1 == nil ? nil : $0 } == [3, 7, 12])
    #expect(found[7] == 0 && found[3] == 1 && found[12] == 2 && sentinels.end == 13)
  }

  @Test func `can be none`() {
    for sentinels in [SentinelIDs([]), SentinelIDs(count: 0, after: 5)] {
      #expect(sentinels.end == 0)
      for id: Int32 in [.min, -1, 0, 1, .max] { #expect(sentinels.number(of: id) == nil) }
    }
  }

  @Test(
    arguments: [
      ("<extra_id_0>", 0), ("<extra_id_99>", 99), ("<extra_id_9999>", 9999), ("<extra_id_10000>", nil),
      ("<extra_id_07>", nil), ("<extra_id_>", nil), ("<extra_id_-1>", nil), ("<extra_id_+1>", nil),
      ("<extra_id_1", nil), ("extra_id_1", nil), ("<extra_id_1>a", nil), ("", nil), ("<extra_id_é>", nil),
    ] as [(String, Int?)])
  func `have names`(text: String, number: Int?) {
    #expect(Sentinels.number(named: text) == number)
  }
}
