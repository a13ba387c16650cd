/// What there is to know of a run before its first step.
public struct RunSummary: Sendable, Codable, Equatable {
  /// The run's name.
  public var name: String
  /// The run's folder.
  public var folder: String
  /// What the run is made of.
  public var passport: RunPassport
  /// The settings by group.
  public var settings: SettingsTable
  /// The mixture, one row for each task, in the mixture's order.
  public var mixture: [MixtureRow]
  /// The first example of each format.
  public var examples: [InspectedExample]
  /// Weights of the model.
  public var parameterCount: Int
  /// How many of them are trained; `nil` is all.
  public var trainedCount: Int?
  /// What the run amounts to.
  public var arithmetic: RunArithmetic
  /// The step that a resumed run goes on from.
  public var resumedFromStep: Int?
  /// Steps between log lines.
  public var loggingEvery: Int
  /// The score that decides which checkpoint is the best.
  public var bestMetric: BestMetric
  /// The suites that every evaluation asks, by name.
  public var suites: [String]

  /// A summary of a run.
  public init(
    name: String, folder: String, passport: RunPassport, settings: SettingsTable, mixture: [MixtureRow],
    examples: [InspectedExample] = [], parameterCount: Int, trainedCount: Int? = nil,
    arithmetic: RunArithmetic, resumedFromStep: Int? = nil, loggingEvery: Int,
    bestMetric: BestMetric, suites: [String] = []
  ) {
    self.name = name
    self.folder = folder
    self.passport = passport
    self.settings = settings
    self.mixture = mixture
    self.examples = examples
    self.parameterCount = parameterCount
    self.trainedCount = trainedCount == parameterCount ? nil : trainedCount
    self.arithmetic = arithmetic
    self.resumedFromStep = resumedFromStep
    self.loggingEvery = loggingEvery
    self.bestMetric = bestMetric
    self.suites = suites
  }
}

/// One task of the mixture.
public struct MixtureRow: Sendable, Codable, Equatable {
  /// The part of the mixture that the task belongs to.
  public var subMixture: String?
  /// The task's name.
  public var task: String
  /// The cluster of tasks that it belongs to.
  public var cluster: String?
  /// Examples to train on.
  public var examples: Int
  /// Instances that are kept for evaluation.
  public var heldOut: Int
  /// How often it is drawn, relative to the tasks of its part of the mixture.
  public var rate: Double?
  /// The share of the mixture, from 0 to 1.
  public var share: Double
  /// Examples that the whole run will draw, by expectation.
  public var expectedExamples: Double
  /// Examples that are cut to fit.
  public var truncated: Int
  /// Examples that are left out.
  public var dropped: Int

  /// How often the run will see each example, by expectation.
  public var epochs: Double { examples > 0 ? expectedExamples / Double(examples) : 0 }

  /// A row.
  public init(
    subMixture: String? = nil, task: String, cluster: String? = nil, examples: Int, heldOut: Int = 0,
    rate: Double? = nil, share: Double, expectedExamples: Double, truncated: Int = 0, dropped: Int = 0
  ) {
    self.subMixture = subMixture
    self.task = task
    self.cluster = cluster
    self.examples = examples
    self.heldOut = heldOut
    self.rate = rate
    self.share = share
    self.expectedExamples = expectedExamples
    self.truncated = truncated
    self.dropped = dropped
  }
}

/// What a run amounts to, in numbers.
public struct RunArithmetic: Sendable, Codable, Equatable {
  /// Steps of the whole run.
  public var steps: Int
  /// Rows of a step.
  public var rows: Int
  /// Tokens in a row of the encoder.
  public var inputLength: Int
  /// Tokens in a row of the decoder.
  public var targetLength: Int
  /// Examples that are packed into a step.
  public var examplesPerStep: Int
  /// Floating-point operations of a step, where the program has been costed.
  public var operationsPerStep: Double?
  /// Bytes of the process at most, where the step has been planned.
  public var memoryBytes: Int?
  /// Equal parts that a step's rows are computed in; `nil` is one.
  public var accumulation: Int?
  /// Blocks that the backward pass computes again.
  public var recomputedBlocks: Int?
  /// Blocks of the model.
  public var blocks: Int?

  /// The numbers of a run.
  public init(
    steps: Int, rows: Int, inputLength: Int, targetLength: Int, examplesPerStep: Int,
    operationsPerStep: Double? = nil, memoryBytes: Int? = nil, accumulation: Int? = nil,
    recomputedBlocks: Int? = nil, blocks: Int? = nil
  ) {
    self.steps = steps
    self.rows = rows
    self.inputLength = inputLength
    self.targetLength = targetLength
    self.examplesPerStep = examplesPerStep
    self.operationsPerStep = operationsPerStep
    self.memoryBytes = memoryBytes
    self.accumulation = accumulation
    self.recomputedBlocks = recomputedBlocks
    self.blocks = blocks
  }

  /// Token places of a step, padding included.
  public var tokensPerStep: Int { rows * (inputLength + targetLength) }
}

/// How a run has ended.
public struct RunOutcome: Sendable, Codable, Equatable {
  /// Why it ended.
  public enum Ending: String, Sendable, Codable {
    /// It did all its steps.
    case finished
    /// Its score had not improved for as many evaluations as the recipe has patience.
    case stoppedEarly
    /// It was asked to stop, and wrote a full checkpoint.
    case stopped
    /// A loss or a weight was no longer finite.
    case diverged
    /// An error ended it.
    case failed
  }

  /// Why it ended.
  public var ending: Ending
  /// Whether the run has gone to its end, so that there is nothing to resume.
  public var isDone: Bool { ending == .finished || ending == .stoppedEarly }
  /// The last step that was done.
  public var step: Int
  /// The step of the best checkpoint, where there is one.
  public var bestStep: Int?
  /// The metric that chose it.
  public var bestMetric: BestMetric?
  /// Its score.
  public var bestValue: Double?
  /// The held-out loss that decided among equal scores, in nats per token.
  public var bestLoss: Double?
  /// Whether the best checkpoint is that of the weights that training started from, though steps were done.
  public var isBestUntrained: Bool { bestStep == 0 && step > 0 }

  /// An outcome.
  public init(
    ending: Ending, step: Int, bestStep: Int? = nil, bestMetric: BestMetric? = nil, bestValue: Double? = nil,
    bestLoss: Double? = nil
  ) {
    self.ending = ending
    self.step = step
    self.bestStep = bestStep
    self.bestMetric = bestMetric
    self.bestValue = bestValue
    self.bestLoss = bestLoss
  }
}
