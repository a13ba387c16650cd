import Diagnostics
import Text

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
