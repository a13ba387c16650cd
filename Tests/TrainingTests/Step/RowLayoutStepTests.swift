import AutogradTestSupport
import CPURuntime
import RunTestSupport
import Testing

/// Steps on rows apart are the steps on joined rows, dropout and all.
@Suite struct RowLayoutStepTests {
  @Test(arguments: TrainedSteps.worlds, [1, 2])
  func stepsOnRowsApartAreThoseOnJoinedRows(_ world: TrainedSteps.World, _ accumulation: Int) throws {
    let runtime = CPURuntime(threads: 2)
    let joined = try TrainedSteps(world, runtime, accumulation: accumulation)
    let apart = try TrainedSteps(world, RowsApartRuntime(runtime), accumulation: accumulation)
    #expect(apart.differences(from: joined) == [])
    let recomputed = try TrainedSteps(
      world, RowsApartRuntime(runtime), accumulation: accumulation, recomputed: 1)
    #expect(recomputed.weights == apart.weights)
  }
}
