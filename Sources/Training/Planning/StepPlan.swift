import Autograd
import Diagnostics
import Models
import Text

/// How a run's step will be computed, and what that takes.
package struct StepPlan: Sendable {
  /// The step's programs.
  package let programs: TrainingStepPrograms
  /// The blocks that are recomputed.
  package let recomputed: RecomputedBlocks
  /// The most memory that the run takes: with rows that are full.
  package let memory: MemoryEstimate

  /// The memory with parts whose placed rows have the shape `batch`.
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

/// A run would take more memory than its recipe or the machine allows, even with every block recomputed.
package struct MemoryLimitError: UserError, Equatable {
  /// The limit in bytes.
  package let limit: Int
  /// The least that the run would take.
  package let memory: MemoryEstimate
  /// The recomputed blocks of that.
  package let recomputed: Int
  /// Settings that would fit.
  package let fitting: [String]
  /// Where the recipe says the limit.
  package var location: SourceLocation?

  /// An error without a place.
  package init(
    limit: Int, memory: MemoryEstimate, recomputed: Int, fitting: [String], location: SourceLocation? = nil
  ) {
    self.limit = limit
    self.memory = memory
    self.recomputed = recomputed
    self.fitting = fitting
    self.location = location
  }

  /// The recipe asks for what cannot be.
  package var category: FailureCategory { .usage }

  /// The numbers.
  package var problem: String {
    let parts = [
      ("weights", memory.weights), ("optimizer", memory.optimizer), ("sums of gradients", memory.gradients),
      ("activations", memory.activations), ("batch", memory.batch), ("evaluation", memory.evaluation),
      ("process", memory.process),
    ].filter { $0.1 > 0 }.map { "\($0.0) \(FileSize.text($0.1))" }
    return
      "a limit of \(FileSize.text(limit)) cannot be kept: with \(recomputed) blocks recomputed the run takes "
      + "\(FileSize.text(memory.total)) (\(parts.joined(separator: ", ")))"
  }

  /// What would fit.
  package var nextStep: String? {
    fitting.isEmpty
      ? "Raise memory.limit, or choose a smaller model."
      : "What would fit: \(fitting.joined(separator: ", or ")). Or raise memory.limit."
  }
}
