import Autograd
import CPURuntime
import Models
import Testing

@testable import XLARuntime

/// What is recomputed in the backward pass is not kept, although the compiler merges equal computations.
@Suite(.needsPlugIn) struct RecomputationTests {
  /// What is left is mostly the scores of one attention.
  @Test(arguments: [(0, 0.6), (2, 0.5)])
  func temporariesFall_andLossesStay(_ index: Int, _ share: Double) throws {
    let (name, model) = TrainingStepTests.models[index]
    func run(_ blocks: RecomputedBlocks) throws -> (memory: Int, losses: [Float]) {
      let run = try TrainingRun(model, TestDevice.runtime(), recomputed: blocks, length: 96)
      let memory = try #require(run.prepared as? PreparedXLAProgram).memory
      return (memory.temporaries, try (0..<2).flatMap { try run.step($0) })
    }
    let kept = try run(.none)
    let recomputed = try run(RecomputedBlocks(first: model.blockCount, of: model))
    #expect(
      Double(recomputed.memory) < share * Double(kept.memory),
      "\(name): \(recomputed.memory) of \(kept.memory) bytes")
    #expect(recomputed.losses.distance(from: kept.losses) < 1e-6, "\(name)")
  }
}
