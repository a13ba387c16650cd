@testable import Instructions
import Testing

@Suite struct InstanceIndicesTests {
  /// All subsets of up to eight indices.
  @Test func complementsOfEverySubset() {
    for count in 0...8 {
      for subset in 0..<(1 << count) {
        let left = (0..<count).filter { subset >> $0 & 1 == 1 }
        let indices = InstanceIndices(.range(count), withoutRanks: left)
        #expect(Array(indices) == (0..<count).filter { !left.contains($0) })
      }
    }
  }

  @Test func equalityIsByContent() {
    #expect(InstanceIndices(.range(4), withoutRanks: [1]) == [0, 2, 3])
    #expect(InstanceIndices([2, 1]) != [1, 2])
  }
}

@Suite struct InstanceIndicesWithoutTests {
  @Test func theOthersStayInTheirOrder() {
    #expect(InstanceIndices([4, 1, 3]).without([1]) == [4, 3])
    #expect(InstanceIndices(.range(6), withoutRanks: [2]).without([0, 5]) == [1, 3, 4])
    #expect(InstanceIndices(.range(3), withoutRanks: []).without([]) == [0, 1, 2])
    #expect(InstanceIndices(.range(2), withoutRanks: []).without([0, 1]).isEmpty)
    // Still computed: a key of a large task does not list its instances.
    #expect(InstanceIndices(.range(6), withoutRanks: [2]).without([0]).complement?.ranks == [0, 2])
  }
}
