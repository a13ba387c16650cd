import Models

/// What outputs scored on a suite. Scores are fractions of 1; so are normalized scores, which can be
/// negative.
package struct SuiteReport: Sendable, Equatable, Codable {
  /// One task.
  package struct TaskResult: Sendable, Equatable, Codable {
    /// The task's name.
    package let task: String
    /// The mean of the suite's first metric.
    package let score: Double
    /// Outputs.
    package let count: Int
    /// Examples of the task, where the data is at hand.
    package let examples: Int?
    /// The standard error of the score.
    package let standardError: Double
    /// The score on the scale from random guessing (0) to everything right (1).
    package let normalized: Double
    /// What random guessing gives.
    package let randomBaseline: Double
    /// Whether that was computed from the options in the data; else the suite says it.
    package let baselineFromOptions: Bool
    /// The share of outputs in which no answer was found.
    package let withoutAnswer: Double
    /// The means of the suite's other metrics.
    package let otherMetrics: [String: Double]?
    /// The score if outputs without the phrase or number that the rule looks for count as wrong; `nil` unless
    /// the suite asks for chains of thought.
    package var strict: Double?
    /// The share of outputs that were cut by the length limit; `nil` for outputs made elsewhere.
    package var cutOutputs: Double?
    /// What became of the prompts; `nil` for outputs made elsewhere.
    package var prompts: PromptLedger?
    /// The cross-entropy of the right answers, in nats per token, where it was computed.
    package var loss: Double?
    /// The tokens of the right answers, where their loss was computed.
    package var lossTokens: Int?
  }

  /// The suite's name.
  package let suite: String
  /// The name that suites with the same questions have in common.
  package let family: String
  /// The metric that decides.
  package let metric: String
  /// The rule by which answers are read.
  package let answer: String
  /// How the model is to be asked.
  package let prompting: String
  /// Worked examples in a prompt.
  package let shots: Int
  /// The most tokens of an output.
  package let maximumTokens: Int
  /// The split, where the data is at hand.
  package let split: String?
  /// The tasks, in the suite's order.
  package let tasks: [TaskResult]
  /// Outputs of all tasks.
  package let count: Int
  /// The unweighted mean over tasks.
  package let mean: Double
  /// The standard error of the mean.
  package let standardError: Double
  /// The mean over tasks of the normalized scores.
  package let normalizedMean: Double
  /// The share of all outputs in which no answer was found.
  package let withoutAnswer: Double
  /// The unweighted means of the other metrics.
  package let otherMetrics: [String: Double]?
  /// Tasks without any output.
  package let missingTasks: [String]
  /// The unweighted mean over tasks of their strict scores; `nil` unless the suite asks for chains of
  /// thought.
  package let strictMean: Double?
  /// How the answers were had from a model; `nil` for outputs made elsewhere.
  package var scoring: SuiteRunOptions.Scoring?
  /// The share of all outputs that were cut by the length limit.
  package var cutOutputs: Double?
  /// What became of the prompts of all tasks.
  package var prompts: PromptLedger?
  /// The cross-entropy of all right answers, in nats per token, where it was computed.
  package var loss: Double?
  /// Tokens that the model wrote, ends included.
  package var decodedTokens: Int?
  /// Seconds that the answers took.
  package var seconds: Double?
  /// What the model's weights were rounded to; `nil` where they are as they are, and for outputs made
  /// elsewhere.
  package var weights: WeightFormat?

  init(
    _ suite: EvaluationSuite, split: String?, _ tasks: [TaskResult], missing: [String]
  ) {
    self.suite = suite.name
    family = suite.family
    metric = suite.metric.rawValue
    answer = suite.answer.rawValue
    prompting = suite.prompting.rawValue
    shots = suite.shots
    maximumTokens = suite.maximumTokens
    self.split = split
    self.tasks = tasks
    missingTasks = missing
    count = tasks.reduce(0) { $0 + $1.count }
    let number = Double(max(1, tasks.count))
    mean = tasks.reduce(0) { $0 + $1.score } / number
    standardError = tasks.reduce(0) { $0 + $1.standardError * $1.standardError }.squareRoot() / number
    normalizedMean = RandomGuessing.normalizedMean(tasks.map { ($0.score, $0.randomBaseline) })
    withoutAnswer =
      tasks.reduce(0) { $0 + $1.withoutAnswer * Double($1.count) } / Double(max(1, count))
    let others = suite.metrics.dropFirst().map { metric in
      (metric.rawValue, tasks.reduce(0) { $0 + ($1.otherMetrics?[metric.rawValue] ?? 0) } / number)
    }
    let strict = tasks.compactMap(\.strict)
    strictMean = strict.isEmpty ? nil : strict.reduce(0, +) / Double(strict.count)
    otherMetrics = others.isEmpty ? nil : Dictionary(others) { first, _ in first }
    addSums()
  }

  /// The sums over tasks of what only a model's own run knows.
  private mutating func addSums() {
    let ledgers = tasks.compactMap(\.prompts)
    if !ledgers.isEmpty { prompts = ledgers.reduce(into: PromptLedger()) { $0.add($1) } }
    let cut = tasks.compactMap { task in task.cutOutputs.map { $0 * Double(task.count) } }
    if !cut.isEmpty { cutOutputs = cut.reduce(0, +) / Double(max(1, count)) }
    let tokens = tasks.reduce(0) { $0 + ($1.lossTokens ?? 0) }
    let sum = tasks.reduce(0) { $0 + ($1.loss ?? 0) * Double($1.lossTokens ?? 0) }
    if tokens > 0 { loss = sum / Double(tokens) }
  }
}

/// What became of the prompts of a task, or of a suite; the counts add up: asked = whole + fewer + cut.
package struct PromptLedger: Sendable, Equatable, Codable {
  /// Questions that were asked.
  package var asked = 0
  /// Questions that the data has.
  package var available = 0
  /// Prompts with all the worked examples that they were to have.
  package var whole = 0
  /// Prompts with fewer, since the row has no room for more.
  package var fewerShots = 0
  /// Prompts that had to be cut.
  package var cut = 0
  /// Worked examples in all prompts together.
  package var shots = 0

  /// Of nothing.
  package init() {}

  /// Adds the counts of another.
  mutating func add(_ other: PromptLedger) {
    asked += other.asked
    available += other.available
    whole += other.whole
    fewerShots += other.fewerShots
    cut += other.cut
    shots += other.shots
  }
}
