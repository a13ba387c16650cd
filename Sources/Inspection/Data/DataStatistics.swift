import Instructions
import Setup

/// What the first steps of a stream are made of.
package struct DataStatistics: Sendable, Codable, Equatable {
  /// The examples of one prompt format.
  package struct Format: Sendable, Codable, Equatable {
    /// The format.
    package var format: String
    /// Examples offered in it.
    package var examples: Int
    /// Their share, 0...1.
    package var share: Double
    /// The share that the recipe asks for of the formats that these very instances can be asked in.
    package var askedShare: Double
    /// Tokens of the prompt.
    package var inputs: LengthSummary
    /// Tokens of the target.
    package var targets: LengthSummary
  }

  /// One task of the mixture.
  package struct Task: Sendable, Codable, Equatable {
    /// The name.
    package var task: String
    /// The part of the mixture that it belongs to.
    package var subMixture: String
    /// Its trained instances.
    package var instances: Int
    /// Its share of the stream, 0...1.
    package var share: Double
    /// Examples offered in these steps.
    package var examples: Int
    /// How often each instance comes in these steps, in the mean.
    package var epochs: Double
    /// How often each instance comes in the whole run, in the mean.
    package var epochsOfRun: Double
    /// Examples of the whole run, by expectation.
    package var examplesOfRun: Int
    /// Tokens of its prompts in these steps, in the mean; `nil` where none came.
    package var meanInputTokens: Double?
    /// Tokens of its targets, likewise.
    package var meanTargetTokens: Double?
  }

  /// How full rows are, 0...1.
  package struct Fill: Sendable, Codable, Equatable {
    /// Of prompts.
    package var inputs: Double
    /// Of the decoder.
    package var targets: Double

    package init(_ fill: PackingFill) {
      inputs = fill.inputs
      targets = fill.targets
    }
  }

  /// The recipe's name.
  package var recipe: String
  /// The steps that were gone through, from the first.
  package var steps: Int
  /// Examples that the stream offered to them.
  package var examples: Int
  /// Examples in their rows.
  package var packed: Int
  /// Examples of those that were cut to the row.
  package var truncated: Int
  /// Examples left out, by reason.
  package var leftOut: [String: Int]
  /// Examples that are offered to the steps after.
  package var goingOn: Int
  /// Tokens of all offered examples' prompts.
  package var inputs: LengthSummary
  /// Tokens of all offered examples' targets.
  package var targets: LengthSummary
  /// How full the rows are.
  package var fill: Fill
  /// How full they would be had the same examples been packed as seqio does, by next-fit.
  package var nextFitFill: Fill
  /// The formats.
  package var formats: [Format]
  /// The parts of the mixture, in its order.
  package var subMixtures: [SubMixture]
  /// What kinds of examples there are, of those that the recipe asks for.
  package var kinds: [Kind]
  /// The tasks, in the mixture's order.
  package var tasks: [Task]
}

extension DataInspection {
  /// Statistics of the windows that hold the first `steps` steps.
  /// - Throws: `InspectionError.badStepCount`, `ExampleTooLongError`.
  package func statistics(steps: Int) throws -> DataStatistics {
    try requireSteps(steps)
    let batches = data.batches
    let length = batches.packer.configuration.stepsPerWindow
    let wholeSteps = (steps + length - 1) / length * length
    var shares = ShareTally(batches.stream, optionsShown: loaded.recipe.data.options.shown)
    var tally = StatisticsTally()
    for step in stride(from: 0, to: wholeSteps, by: length) {
      let window = try data.locatingExamples { try batches.window(at: step) }
      for example in window.examples {
        tally.add(example, asked: shares.add(example.provenance))
      }
      for batch in window.batches { tally.add(batch) }
      tally.goingOn = window.leftOver.count
    }
    return try statistics(of: tally, shares, steps: wholeSteps)
  }

  private func statistics(
    of tally: StatisticsTally, _ shares: ShareTally, steps: Int
  ) throws -> DataStatistics {
    let stream = data.batches.stream
    let configuration = data.batches.packer.configuration
    let examples = tally.inputs.count
    let here = try MixtureTable(stream, positions: examples).rows
    let run = try MixtureTable(
      stream, positions: data.batches.positionCount(ofSteps: loaded.recipe.train.steps)
    ).rows
    return DataStatistics(
      recipe: loaded.recipe.name, steps: steps, examples: examples, packed: tally.packed,
      truncated: tally.truncated, leftOut: tally.leftOut,
      goingOn: tally.goingOn, inputs: LengthSummary(tally.inputs),
      targets: LengthSummary(tally.targets), fill: .init(tally.fill),
      nextFitFill: .init(
        PackingFill(
          nextFitting: zip(tally.inputs, tally.targets), inputLength: configuration.inputLength,
          targetLength: configuration.targetLength)),
      formats: tally.formats, subMixtures: shares.subMixtures, kinds: shares.kinds,
      tasks: zip(here, run).map { here, run in
        .init(
          task: here.task, subMixture: here.subMixture, instances: here.examples, share: here.share,
          examples: here.occurrences, epochs: here.epochs, epochsOfRun: run.epochs,
          examplesOfRun: run.occurrences, meanInputTokens: tally.meanTokens(of: here.task)?.inputs,
          meanTargetTokens: tally.meanTokens(of: here.task)?.targets)
      })
  }
}

/// Counts of the examples that were gone through.
private struct StatisticsTally {
  var inputs: [Int] = []
  var targets: [Int] = []
  var packed = 0
  var truncated = 0
  var leftOut: [String: Int] = [:]
  var goingOn = 0
  var fill = PackingFill()
  private var lengths: [PromptFormat: (inputs: [Int], targets: [Int])] = [:]
  private var asked: [PromptFormat: Double] = [:]
  private var tasks: [String: (count: Int, inputs: Int, targets: Int)] = [:]

  /// The mean lengths of a task's examples.
  func meanTokens(of task: String) -> (inputs: Double, targets: Double)? {
    tasks[task].map { (Double($0.inputs) / Double($0.count), Double($0.targets) / Double($0.count)) }
  }

  mutating func add(_ example: TokenizedExample, asked shares: [PromptFormat: Double]) {
    inputs.append(example.inputs.count)
    targets.append(example.targets.count)
    lengths[example.provenance.format, default: ([], [])].inputs.append(example.inputs.count)
    lengths[example.provenance.format, default: ([], [])].targets.append(example.targets.count)
    asked.merge(shares, uniquingKeysWith: +)
    let sums = tasks[example.provenance.task] ?? (0, 0, 0)
    tasks[example.provenance.task] = (
      sums.count + 1, sums.inputs + example.inputs.count, sums.targets + example.targets.count
    )
  }

  mutating func add(_ batch: PackedBatch) {
    let total = batch.ledger.total
    packed += total.used + total.truncated
    truncated += total.truncated
    for (reason, count) in total.dropped { leftOut[reason.rawValue, default: 0] += count }
    fill.add(batch.fill)
  }

  /// The formats that were asked for or came, in their order.
  var formats: [DataStatistics.Format] {
    let count = Double(max(inputs.count, 1))
    return PromptFormat.allCases.compactMap { format in
      let (inputs, targets) = lengths[format] ?? ([], [])
      let share = asked[format] ?? 0
      if inputs.isEmpty, share == 0 { return nil }
      return .init(
        format: format.rawValue, examples: inputs.count, share: Double(inputs.count) / count,
        askedShare: share / count, inputs: LengthSummary(inputs), targets: LengthSummary(targets))
    }
  }
}
