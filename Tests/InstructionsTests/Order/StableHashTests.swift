import Testing

@testable import Instructions

@Suite struct StableHashTests {
  /// Written down when the hash was first used: splits and orders of every later version depend on it.
  @Test func isTheSameForEver() {
    var hash = StableHash()
    hash.combine("task")
    hash.combine(3)
    #expect(hash.value == 3_461_624_085_532_417_484)
  }

  @Test func textsDoNotRunIntoEachOther() {
    var values: Set<UInt64> = []
    for parts in [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], []] {
      var hash = StableHash()
      for part in parts { hash.combine(part) }
      values.insert(hash.value)
    }
    #expect(values.count == 6)
  }
}
