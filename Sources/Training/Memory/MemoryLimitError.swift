import Diagnostics

/// A run would take more memory than its recipe or the machine allows, even with every block recomputed.
public struct MemoryLimitError: UserError, Equatable {
  /// The limit in bytes.
  public let limit: Int
  /// The least that the run would take.
  public let memory: MemoryEstimate
  /// The recomputed blocks of that.
  public let recomputed: Int
  /// Settings that would fit.
  public let fitting: [String]
  /// Where the recipe says the limit.
  public var location: SourceLocation?

  /// An error without a place.
  public init(
    limit: Int, memory: MemoryEstimate, recomputed: Int, fitting: [String], location: SourceLocation? = nil
  ) {
    self.limit = limit
    self.memory = memory
    self.recomputed = recomputed
    self.fitting = fitting
    self.location = location
  }

  /// The recipe asks for what cannot be.
  public var category: FailureCategory { .usage }

  /// The numbers.
  public var problem: String {
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
  public var nextStep: String? {
    fitting.isEmpty
      ? "Raise memory.limit, or choose a smaller model."
      : "What would fit: \(fitting.joined(separator: ", or ")). Or raise memory.limit."
  }
}
