import Testing

@testable import Instructions

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
