import Autograd
import Models

/// How a run's step will be computed, and what that takes.
package struct StepPlan: Sendable {
  /// The step's programs.
  package let programs: TrainingStepPrograms
  /// The blocks that are recomputed.
  package let recomputed: RecomputedBlocks
  /// The most memory that the run takes: with rows that are full.
  package let memory: MemoryEstimate

  /// The memory with parts whose joined rows have the shape `batch`.
  package func memory(on batch: PackedShape, runtime: any Runtime) -> MemoryEstimate {
    var memory = memory
    (memory.activations, memory.batch) = programs.bytes(on: batch, runtime: runtime)
    return memory
  }
}
