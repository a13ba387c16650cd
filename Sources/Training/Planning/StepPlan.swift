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

/// What a run will take of memory at its peak, by component, in bytes.
package struct MemoryEstimate: Sendable, Codable, Equatable {
  /// The parameters.
  package var weights: Int
  /// The optimizer's state.
  package var optimizer: Int
  /// The sums of gradients of a step in parts; otherwise every gradient lives in the activations' memory.
  package var gradients: Int
  /// Activations, gradients on their way and scratch memory of the step's programs.
  package var activations: Int
  /// The batch, scalars and outputs.
  package var batch: Int
  /// The programs of evaluation, where the run evaluates.
  package var evaluation: Int
  /// Everything else: data, vocabulary, the program itself.
  package var process: Int

  /// All together.
  package var total: Int {
    weights + optimizer + gradients + activations + batch + evaluation + process
  }
}
