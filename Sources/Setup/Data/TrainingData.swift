import Diagnostics
import Evaluation
import Foundation
import Instructions
import Recipes
import Runs
import Tokenization

/// The data of a run: what is trained on, in which order, and what is held out.
package struct TrainingData: Sendable {
  /// The recipe, with its epochs or target tokens counted as steps.
  package let loaded: LoadedRecipe
  /// All tasks, as read.
  package let tasks: TaskCollection
  /// What is trained and what is held out.
  package let split: DataSplit
  /// The tasks that are trained on: those of `split` that the recipe selects.
  package let trained: [TaskSplit]
  /// What of held-out texts was found in the trained tasks.
  package let hygiene: [ContentCheck.Finding]
  /// The batch of any step.
  package let batches: BatchStream
  /// What the model is evaluated on.
  package let evaluation: EvaluationData
  /// How examples are written.
  package let templates: TrainingTemplates
  /// The files and folders of tasks and templates with their hashes, for the passport.
  package let inputs: [RunPassport.Input]
  /// The sources that are kept in the cache, and what was done there.
  package let cached: [InstanceCache.Use]
  /// What tokenized examples were found in the cache or put there; `nil` where none are looked for.
  package let tokens: TokenCache.Use?
  /// The instances that were taken out since they have held-out texts, by task.
  package let removed: [String: [Int]]
  /// What patterns of paths stand for and what commands have written, in words.
  package let sourceNotes: [String]
  private let notes: [String]

  /// Reads and arranges what the recipe names.
  /// - Parameter caching: what may be done with the recipe's cache, and who is told.
  /// - Throws: `RecipeError`, `FileError`, `JSONError`, `TaskDataError`, `TemplateError`, `MixtureError`,
  ///   `HygieneError`, `PackingError`, `SuiteError`.
  package init(
    _ loaded: LoadedRecipe, inputs: RecipeInputs, tokenizer: any Tokenizer,
    caching: CacheHandling = CacheHandling(.readOnly)
  ) throws {
    let recipe = loaded.recipe
    var sources = try TaskSourceReader(loaded, inputs: inputs, caching: caching).read()
    try TextCutting(loaded, tokenizer: tokenizer, caching: caching).cut(&sources)
    cached = sources.uses
    sourceNotes = sources.notes
    templates = try TrainingTemplates(loaded, inputs: inputs)
    tasks = try TaskCollection(sources.tasks)
    split = try EvaluationData.split(tasks, loaded)
    let plan = try MixturePlan(loaded, sources: sources, trained: split.trained)
    let suites = try TrainingSuites(loaded, inputs: inputs, tokenizer: tokenizer)
    let check = try HygieneCheck(
      loaded, inputs: inputs, trained: plan.tasks, heldOut: split.heldOutTasks, suites: suites,
      progress: caching.progress)
    removed = check.removed
    trained = plan.tasks.map { split in
      check.removed[split.task.name].map { split.withoutTraining(on: $0) } ?? split
    }
    self.inputs = sources.inputs + templates.inputs + check.evaluationFiles + suites.inputs
    hygiene = check.findings
    notes = sources.notices + plan.notes + check.notes
    let mixture = try Mixture(trained, configuration: plan.configuration)
    let configuration = try ExampleStream.Configuration(recipe)
    let formatted = try ExampleStream(
      mixture: mixture, templates: templates.library, tokenizer: tokenizer, configuration: configuration)
    let packing = recipe.packing.configuration(recipe.data.excessLength, of: tokenizer)
    let plain = try BatchStream(formatted, configuration: packing)
    let evaluation = try EvaluationData(
      loaded, tasks: tasks, trained: trained, heldOut: split.heldOutTasks, suites: suites,
      templates: templates,
      tokenizer: tokenizer)
    let counted = try evaluation.locatingExamples {
      try loaded.countingSteps(of: plain, progress: caching.progress)
    }
    (batches, tokens) = try Self.batches(plain, packing, counted.recipe, caching)
    self.evaluation = evaluation
    self.loaded = counted.judged(on: evaluation)
  }

  /// The batches, of examples from the cache as far as the recipe has it.
  private static func batches(
    _ plain: BatchStream, _ packing: PackingConfiguration, _ recipe: Recipe, _ caching: CacheHandling
  ) throws -> (BatchStream, TokenCache.Use?) {
    let stream = plain.stream
    let cache = TokenCache(folder: recipe.data.cache.path, handling: caching)
    let (product, overflow) = recipe.train.steps.multipliedReportingOverflow(by: plain.examplesPerStep)
    let examples = overflow ? Int.max : product
    switch recipe.data.cache.tokens {
    case .off: return (plain, nil)
    case .build where caching.access != .readOnly:
      let (kept, use) = try stream.building(
        cache, before: examples, threads: recipe.train.threads ?? ProcessLimits.cores)
      return (plain.taken(from: kept), use)
    case .reuse, .build:
      let (kept, use) = stream.reading(cache, before: examples)
      return (plain.taken(from: kept), use.reused > 0 ? use : nil)
    }
  }

  /// What was found in the cache or put there, one line for each source.
  package var cacheNotes: [String] {
    let sources = cached.map { use in
      switch use.action {
      case .reused: "\(use.instances) instances of \(use.source) are read from \(use.path)"
      case .built: "\(use.instances) instances of \(use.source) are now in \(use.path)"
      case .rebuilt: "\(use.path) \(use.damage ?? "was damaged"); built anew with \(use.instances) instances"
      }
    }
    guard let tokens else { return sources }
    return sources + [
      "\(tokens.examples) tokenized examples of \(tokens.reused + tokens.built) tasks are taken from the cache"
        + (tokens.built > 0 ? ", \(tokens.built) tasks of them new there" : "")
    ]
  }

  /// What the patterns of `data.heldOutClusters` stand for, in words.
  package var heldOutNotes: [String] { split.patternNotes.map { "\($0) (data.heldOutClusters)" } }

  /// What is told of the data at the start: what epochs or target tokens come to, what sources and patterns
  /// stand for, what the cache gave, what is evaluated and how.
  package var startNotes: [String] {
    [loaded.lengthNote, loaded.recipe.stopNote, evaluation.metricNote(loaded)].compactMap { $0 } + sourceNotes
      + heldOutNotes
      + cacheNotes + evaluation.notes
  }

  /// What the user should know of the mixture, and what is left out, in words.
  package var leftOut: [String] { notes + withoutRationale + evaluation.leftOut }

  /// What of chain-of-thought sets is asked for its answers alone.
  private var withoutRationale: [String] {
    trained.compactMap { split in
      let task = split.task
      guard task.formatRule == .reasoned else { return nil }
      if !batches.stream.formatShares.hasRationales {
        return
          "'\(task.name)' is a chain-of-thought set, but data.formats has no share for prompts that ask for a "
          + "rationale: it is asked for its answers alone"
      }
      let blank = task.instances.count - task.instances.profile.rationales
      if blank == 0 { return nil }
      return
        "\(blank) \(blank == 1 ? "instance" : "instances") of the chain-of-thought set '\(task.name)' without a "
        + "rationale \(blank == 1 ? "is" : "are") asked for the answer alone"
    }
  }

  /// Unseen instances of trained tasks.
  package var heldOutInstances: HeldOutSet { evaluation.heldOutInstances }

  /// Tasks of clusters that are held out whole.
  package var heldOutClusters: HeldOutSet { evaluation.heldOutClusters }

  /// The suites that are asked at every evaluation.
  package var suites: TrainingSuites { evaluation.suites }

  /// Packs evaluation examples into rows of the training shape.
  package var evaluationPacker: Packer { evaluation.packer }

  /// Does what may find an example too long, and names its file and line if so.
  /// - Throws: `ExampleTooLongError`, and what `body` throws besides.
  package func locatingExamples<Result>(_ body: () throws -> Result) throws -> Result {
    try evaluation.locatingExamples(body)
  }

  /// The mixture of a run of `steps` steps, one row for each trained task.
  /// - Throws: `MixtureError`.
  package func mixtureRows(steps: Int) throws -> [MixtureRow] {
    try MixtureTable(batches.stream, positions: batches.positionCount(ofSteps: steps)).rows.map { row in
      MixtureRow(
        subMixture: row.subMixture, task: row.task, cluster: row.cluster, examples: row.examples,
        heldOut: row.heldOut, rate: row.rate, share: row.share, expectedExamples: Double(row.occurrences))
    }
  }
}

extension FormatShareSettings {
  /// The shares by format.
  package var weights: [PromptFormat: Double] {
    Dictionary(uniqueKeysWithValues: PromptFormat.allCases.map { ($0, self[$0]) })
  }
}

extension PackingSettings {
  /// The packer's configuration for examples of a tokenizer.
  func configuration(
    _ longExamples: PackingConfiguration.LongExamples, of tokenizer: any Tokenizer
  ) -> PackingConfiguration {
    PackingConfiguration(
      rows: rows, inputLength: inputLength, targetLength: targetLength,
      strategy: method, longExamples: longExamples, examplesPerStep: examplesPerStep,
      stepsPerWindow: stepsPerWindow, promptTail: tokenizer.promptTail.count)
  }
}
