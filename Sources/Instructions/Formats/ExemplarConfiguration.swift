/// Which worked examples few-shot prompts show.
package struct ExemplarConfiguration: Sendable, Equatable {
  /// Where worked examples come from.
  package enum Origin: String, Sendable, Codable, CaseIterable {
    /// The task's positive examples; where it has none, its trained instances.
    case positiveExamples = "positive-examples"
    /// The task's trained instances; where it has none, its positive examples.
    case trainedInstances = "trained-instances"
    /// Both, each with probability one half per prompt where the task has both.
    case both
  }

  /// The most worked examples of a prompt.
  package static let limit = 100

  /// The least and the greatest number per prompt, before pruning; 1 to 100, equally likely.
  package var count: ClosedRange<Int>
  /// Where they come from.
  package var origin: Origin
  /// The share of few-shot prompts in which every exemplar and the question have a template of their own.
  package var mixedShare: Double
  /// The number of exemplars of such a prompt, before pruning; 1 to 100.
  package var mixedCount: Int
  /// The share of few-shot prompts that show positive examples with their explanations, of tasks that have
  /// such.
  package var explainedShare: Double

  /// A choice of exemplars; a number outside its range is taken as the nearest inside.
  package init(
    count: ClosedRange<Int> = 1...3, origin: Origin = .both, mixedShare: Double = 0, mixedCount: Int = 5,
    explainedShare: Double = 0
  ) {
    let inside = { (number: Int) in min(max(number, 1), Self.limit) }
    let share = { (value: Double) in value.isNaN ? 0 : min(max(value, 0), 1) }
    self.count = inside(count.lowerBound)...inside(count.upperBound)
    self.origin = origin
    self.explainedShare = share(explainedShare)
    self.mixedShare = min(share(mixedShare), 1 - self.explainedShare)
    self.mixedCount = inside(mixedCount)
  }
}
