import Diagnostics
import Evaluation
import Instructions
import Recipes
import Settings
import Tokenization

/// What a model is evaluated on: a recipe's held-out instances, held-out tasks and suites.
package struct EvaluationData: Sendable {
  /// All tasks, as read.
  package let tasks: TaskCollection
  /// Unseen instances of trained tasks.
  package let heldOutInstances: HeldOutSet
  /// Tasks of clusters that are held out whole.
  package let heldOutClusters: HeldOutSet
  /// Documents that are not trained on.
  package let heldOutTexts: HeldOutSet
  /// The suites that are asked at every evaluation.
  package let suites: TrainingSuites
  /// Packs evaluation examples into rows of the training shape.
  package let packer: Packer
  /// The most held-out instances of a trained task that are used.
  private let validationLimit: Int
  /// Texts of which documents were to be held out, and none could be.
  private let loneTexts: [String]

  /// Reads what the recipe names, to evaluate on and not to train on: every task may be held out.
  /// - Parameter caching: what may be done with the recipe's cache, and who is told.
  /// - Throws: `RecipeError`, `FileError`, `JSONError`, `TaskDataError`, `TemplateError`, `SuiteError`.
  package init(
    _ loaded: LoadedRecipe, inputs: RecipeInputs, tokenizer: any Tokenizer,
    caching: CacheHandling = CacheHandling(.readOnly)
  ) throws {
    var sources = try TaskSourceReader(loaded, inputs: inputs, caching: caching).read()
    try TextCutting(loaded, tokenizer: tokenizer, caching: caching).cut(&sources)
    let tasks = try TaskCollection(sources.tasks)
    let split = try Self.split(tasks, loaded, requiresTraining: false)
    let trained =
      split.trained.isEmpty ? [] : try MixturePlan(loaded, sources: sources, trained: split.trained).tasks
    try self.init(
      loaded, tasks: tasks, trained: trained, heldOut: split.heldOutTasks,
      suites: TrainingSuites(loaded, inputs: inputs, tokenizer: tokenizer),
      templates: TrainingTemplates(loaded, inputs: inputs), tokenizer: tokenizer)
  }

  /// The held-out examples of tasks that have been read.
  /// - Throws: `TaskDataError`, `TemplateError`, `RecipeError`, `PackingError`.
  package init(
    _ loaded: LoadedRecipe, tasks: TaskCollection, trained: [TaskSplit], heldOut: [TaskSplit],
    suites: TrainingSuites, templates: TrainingTemplates, tokenizer: any Tokenizer
  ) throws {
    let recipe = loaded.recipe
    self.tasks = tasks
    self.suites = suites
    validationLimit = recipe.evaluation.heldOutInstancesPerTask
    // The rows that training has in memory at once.
    var part = recipe.packing.configuration(recipe.data.excessLength, of: tokenizer)
    part.rows /= recipe.train.accumulation
    packer = try Packer(part)
    let maker = EvaluationExamples(
      templates: templates.library, tokenizer: tokenizer,
      configuration: try ExampleStream.Configuration(recipe))
    let formats = recipe.evaluation.formats
    let isText = { (split: TaskSplit) in split.task.objective != nil }
    let (texts, heldOutTexts) = (trained.filter(isText), heldOut.filter(isText))
    let (trained, heldOut) = (trained.filter { !isText($0) }, heldOut.filter { !isText($0) })
    loneTexts = (recipe.data.heldOutInstances.isNone ? [] : texts.filter(\.heldOut.isEmpty)).map {
      "no text of '\($0.task.name)' is held out: documents are held out whole, and it has one alone"
    }
    self.heldOutTexts = try HeldOutSet(
      texts + heldOutTexts, formats: [.zeroShot], limit: recipe.evaluation.heldOutInstancesPerTask,
      maker: maker)
    heldOutInstances = try HeldOutSet(
      trained, formats: formats, limit: recipe.evaluation.heldOutInstancesPerTask, maker: maker)
    heldOutClusters = try HeldOutSet(
      heldOut, formats: formats, limit: recipe.evaluation.heldOutClusterInstancesPerTask, maker: maker)
  }

  /// What is trained and what is held out.
  /// - Parameter requiresTraining: whether there must be something to train on.
  /// - Throws: `RecipeError`.
  package static func split(
    _ tasks: TaskCollection, _ loaded: LoadedRecipe, requiresTraining: Bool = true
  ) throws -> DataSplit {
    let data = loaded.recipe.data
    do {
      return try tasks.split(
        HoldOut(clusters: data.heldOutClusters, instances: data.heldOutInstances.share),
        requiresTraining: requiresTraining)
    } catch {
      throw RecipeError.contradiction(
        location: loaded.place(of: "data.heldOutClusters"), problem: error.problem,
        nextStep: error.nextStep ?? "")
    }
  }

  /// The sets by the names of their groups.
  package var sets: [(name: EvaluationGroup.Name, set: HeldOutSet)] {
    [
      (.heldOutInstances, heldOutInstances), (.heldOutClusters, heldOutClusters),
      (.heldOutTexts, heldOutTexts),
    ]
  }

  /// What the sources' validation files hold, and what judges the tasks whose answers are not all judged by
  /// exact match.
  package var notes: [String] { validationNotes + loneTexts + TaskMetrics.notes(sets.map(\.set)) }

  /// One line for each trained task with a validation file of its own.
  private var validationNotes: [String] {
    (heldOutInstances.groups + heldOutTexts.groups).reduce(into: [String]()) { names, group in
      if names.last != group.task { names.append(group.task) }
    }.compactMap { name in
      guard let task = try? tasks.task(named: name), let start = task.validationStart else { return nil }
      let count = task.instances.count - start
      let asked = min(count, validationLimit)
      return "\(count) examples of '\(name)' in \(task.location(ofInstance: start).file) are held out"
        + (asked < count ? "; \(asked) of them are asked (evaluation.heldOutInstancesPerTask)" : "")
    }
  }

  /// What is left out, in words: what the files hold that is not used, references that the vocabulary writes
  /// otherwise, and evaluation prompts that no row has room for.
  package var leftOut: [String] {
    let withoutRoom = heldOutInstances.withoutRoom + heldOutClusters.withoutRoom
    let notes = tasks.readingNotes + referenceNotes
    if withoutRoom == 0 { return notes }
    return notes + [
      "\(withoutRoom) few-shot evaluation prompts are not asked: packing.inputLength has no room for an exemplar"
    ]
  }

  /// How many references no output of the vocabulary can equal, of the held-out examples and of each suite.
  private var referenceNotes: [String] {
    var loss = heldOutInstances.referenceLoss
    loss.add(heldOutClusters.referenceLoss)
    return [loss.note(of: "held-out examples")].compactMap { $0 } + suites.runs.compactMap(\.referenceNote)
  }

  /// Does what may find an example too long, and names its file and line if so.
  /// - Throws: `ExampleTooLongError`, and what `body` throws besides.
  package func locatingExamples<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as PackingError {
      guard case .tooLong(let name, let index, _, _, _, _) = error, let task = try? tasks.task(named: name)
      else {
        throw error
      }
      var place = task.location(ofInstance: index)
      place.field = task.origin.field
      throw ExampleTooLongError(place: place, packing: error)
    }
  }
}

/// An example that is longer than a row, where the recipe allows none.
package struct ExampleTooLongError: UserError {
  /// The instance's place in its file.
  package let place: SourceLocation
  /// What the packer says.
  package let packing: PackingError

  package var category: FailureCategory { packing.category }
  package var location: SourceLocation? { place }
  package var problem: String { packing.problem }
  package var nextStep: String? {
    "Raise packing.inputLength or packing.targetLength, or set data.excessLength to \"truncate\" or \"drop\"."
  }
}
