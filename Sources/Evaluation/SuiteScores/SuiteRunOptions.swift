/// How a model is asked the questions of a suite.
package struct SuiteRunOptions: Sendable, Equatable {
  /// How the answer is taken from the model.
  package enum Scoring: String, Sendable, Codable, CaseIterable {
    /// It writes one, which is read by the suite's rule.
    case generation
    /// The likeliest of the question's options is its answer (rank classification).
    case likelihood
  }

  /// Worked examples in a prompt; the suite's own number where `nil`.
  package var shots: Int?
  /// Examples of each task, chosen by the seed; all of them where `nil`.
  package var limit: Int?
  /// The most tokens of a prompt, its end included.
  package var inputLength: Int
  /// What the choice of examples follows from.
  package var seed: UInt64
  /// How the answer is taken from the model.
  package var scoring: Scoring
  /// A file or folder of worked examples, instead of where the suite says.
  package var examplesPath: String?
  /// Whether tasks whose data is not there are left out instead of being an error.
  package var isPartial: Bool
  /// Whether the loss of the right answers is computed as well.
  package var computesLoss: Bool

  /// Options; by default as the suite says.
  package init(
    shots: Int? = nil, limit: Int? = nil, inputLength: Int = 2048, seed: UInt64 = 0,
    scoring: Scoring = .generation, examplesPath: String? = nil, isPartial: Bool = false,
    computesLoss: Bool = false
  ) {
    self.shots = shots
    self.limit = limit
    self.inputLength = inputLength
    self.seed = seed
    self.scoring = scoring
    self.examplesPath = examplesPath
    self.isPartial = isPartial
    self.computesLoss = computesLoss
  }
}
