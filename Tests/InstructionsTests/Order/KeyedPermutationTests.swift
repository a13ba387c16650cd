@testable import Instructions
import Testing

@Suite struct KeyedPermutationTests {
  @Test func everySmallCountIsPermuted() {
    for count in 0...70 {
      for key: UInt64 in 0..<5 {
        let permutation = KeyedPermutation(count: count, key: key)
        #expect(Set((0..<count).map { permutation[$0] }) == Set(0..<count))
      }
    }
  }

  @Test func largeCountsStayInside() {
    for count in [1000, 65_536, 65_537, 1 << 40, Int.max] {
      let permutation = KeyedPermutation(count: count, key: 3)
      for index in [0, 1, count / 2, count - 1] { #expect((0..<count).contains(permutation[index])) }
    }
  }

  @Test func keysReachEveryArrangementOfThree() {
    var seen: [[Int]: Int] = [:]
    for key: UInt64 in 0..<6000 {
      let permutation = KeyedPermutation(count: 3, key: key)
      seen[(0..<3).map { permutation[$0] }, default: 0] += 1
    }
    #expect(seen.count == 6)
    for count in seen.values { #expect((850...1150).contains(count)) }
  }

  @Test func firstElementIsUniform() {
    var seen = Array(repeating: 0, count: 10)
    for key: UInt64 in 0..<10_000 { seen[KeyedPermutation(count: 10, key: key)[0]] += 1 }
    for count in seen { #expect((880...1120).contains(count)) }
  }
}

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
