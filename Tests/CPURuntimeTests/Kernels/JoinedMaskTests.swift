import AutogradTestSupport
import CPURuntime
import Testing

/// Rows have the same masks wherever they stand, bit for bit.
@Suite struct JoinedMaskTests {
  @Test(arguments: JoinedMasks.all, [1, 3])
  func joinedRowsHaveTheMasksOfRowsApart(_ masks: JoinedMasks, _ threads: Int) throws {
    let runtime = CPURuntime(threads: threads)
    let (joined, apart) = (
      try masks.drawn(by: runtime, isJoined: true), try masks.drawn(by: runtime, isJoined: false)
    )
    #expect(joined == apart)
    let kept: Float = 1 / (1 - 0.3)
    #expect(Set(apart.joined()).isSubset(of: [0, Double(kept)]))
    // Each is a mask of its own.
    if apart[0].count > 99 { #expect(Set(apart).count == 3 && Set(apart.joined()).count == 2) }
  }
}
