/// Which worked examples few-shot prompts show.
public struct ExemplarConfiguration: Sendable, Equatable {
  /// Where worked examples come from.
  public enum Origin: String, Sendable, Codable, CaseIterable {
    /// The task's positive examples; where it has none, its trained instances.
    case positiveExamples = "positive-examples"
    /// The task's trained instances; where it has none, its positive examples.
    case trainedInstances = "trained-instances"
    /// Both, each with probability one half per prompt where the task has both.
    case both
  }

  /// The least and the greatest number per prompt, before pruning; 1 to 100, equally likely.
  public var count: ClosedRange<Int>
  /// Where they come from.
  public var origin: Origin

  /// A choice of exemplars; a count outside 1 to 100 is taken as the nearest inside.
  public init(count: ClosedRange<Int> = 1...3, origin: Origin = .both) {
    self.count = min(max(count.lowerBound, 1), 100)...min(max(count.upperBound, 1), 100)
    self.origin = origin
  }
}
