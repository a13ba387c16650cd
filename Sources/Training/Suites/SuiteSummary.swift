import Evaluation
import Models

/// What a model scored on published suites.
public struct SuiteSummary: Sendable, Codable, Equatable {
  /// The model folder.
  public var model: String
  /// The step of a checkpoint; `nil` for any other folder.
  public var step: Int?
  /// What the model's weights were rounded to; `nil` where they are as they are.
  public var weights: WeightFormat?
  /// The suites, in the order in which they were run.
  public var suites: [SuiteReport]
  /// The Flan paper's average, as far as these suites give it.
  public var flanAverage: FlanAverage
  /// The comparison with another model, by suite.
  public var comparisons: [String: PairedComparison]?
  /// The model folder that was compared with.
  public var comparedWith: String?

  /// A summary.
  public init(model: String, step: Int?, suites: [SuiteReport], weights: WeightFormat? = nil) {
    self.model = model
    self.step = step
    self.weights = weights
    self.suites = suites
    flanAverage = FlanAverage(suites)
  }
}
