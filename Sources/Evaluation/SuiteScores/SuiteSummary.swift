import Models

/// What a model scored on published suites.
package struct SuiteSummary: Sendable, Codable, Equatable {
  /// The model folder.
  package var model: String
  /// The step of a checkpoint; `nil` for any other folder.
  package var step: Int?
  /// What the model's weights were rounded to; `nil` where they are as they are.
  package var weights: WeightFormat?
  /// The suites, in the order in which they were run.
  package var suites: [SuiteReport]
  /// The Flan paper's average, as far as these suites give it.
  package var flanAverage: FlanAverage
  /// The comparison with another model, by suite.
  package var comparisons: [String: PairedComparison]?
  /// The model folder that was compared with.
  package var comparedWith: String?

  /// A summary.
  package init(model: String, step: Int?, suites: [SuiteReport], weights: WeightFormat? = nil) {
    self.model = model
    self.step = step
    self.weights = weights
    self.suites = suites
    flanAverage = FlanAverage(suites)
  }
}
