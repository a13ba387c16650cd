import Recipes

/// What there is to know of a run before its first step.
package struct RunSummary: Sendable, Codable, Equatable {
  /// The run's name.
  package var name: String
  /// The run's folder.
  package var folder: String
  /// What the run is made of.
  package var passport: RunPassport
  /// The settings by group.
  package var settings: SettingsTable
  /// The mixture, one row for each task, in the mixture's order.
  package var mixture: [MixtureRow]
  /// The first example of each format.
  package var examples: [InspectedExample]
  /// Weights of the model.
  package var parameterCount: Int
  /// How many of them are trained; `nil` is all.
  package var trainedCount: Int?
  /// What the run amounts to.
  package var arithmetic: RunArithmetic
  /// The step that a resumed run goes on from.
  package var resumedFromStep: Int?
  /// Steps between log lines.
  package var loggingEvery: Int
  /// The score that decides which checkpoint is the best.
  package var bestMetric: BestMetric
  /// The suites that every evaluation asks, by name.
  package var suites: [String]

  /// A summary of a run.
  package init(
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
package struct MixtureRow: Sendable, Codable, Equatable {
  /// The part of the mixture that the task belongs to.
  package var subMixture: String?
  /// The task's name.
  package var task: String
  /// The cluster of tasks that it belongs to.
  package var cluster: String?
  /// Examples to train on.
  package var examples: Int
  /// Instances that are kept for evaluation.
  package var heldOut: Int
  /// How often it is drawn, relative to the tasks of its part of the mixture.
  package var rate: Double?
  /// The share of the mixture, from 0 to 1.
  package var share: Double
  /// Examples that the whole run will draw, by expectation.
  package var expectedExamples: Double
  /// Examples that are cut to fit.
  package var truncated: Int
  /// Examples that are left out.
  package var dropped: Int

  /// How often the run will see each example, by expectation.
  package var epochs: Double { examples > 0 ? expectedExamples / Double(examples) : 0 }

  /// A row.
  package init(
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
package struct RunArithmetic: Sendable, Codable, Equatable {
  /// Steps of the whole run.
  package var steps: Int
  /// Rows of a step.
  package var rows: Int
  /// Tokens of prompts in a row.
  package var inputLength: Int
  /// Tokens in a row of the decoder.
  package var targetLength: Int
  /// Examples that are packed into a step.
  package var examplesPerStep: Int
  /// Floating-point operations of a step, where the program has been costed.
  package var operationsPerStep: Double?
  /// Bytes of the process at most, where the step has been planned.
  package var memoryBytes: Int?
  /// Equal parts that a step's rows are computed in; `nil` is one.
  package var accumulation: Int?
  /// Blocks that the backward pass computes again.
  package var recomputedBlocks: Int?
  /// Blocks of the model.
  package var blocks: Int?

  /// The numbers of a run.
  package init(
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
  package var tokensPerStep: Int { rows * (inputLength + targetLength) }
}
