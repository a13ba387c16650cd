import Autograd
import Checkpoints
import Diagnostics
import Evaluation
import Foundation
import Instructions
import JSON
import Models
import Recipes
import Runs
import Setup
import Tokenization

/// Evaluates a model folder on a recipe's held-out examples, outside training.
package struct EvaluationSession {
  private let loaded: LoadedRecipe
  private let recipeFile: String?
  private let modelFolder: String
  private let runtime: any Runtime
  private let weights: WeightFormat
  private let turns: TurnFormat?

  /// A session.
  /// - Parameters:
  ///   - recipeFile: where the recipe lay when a run was started; relative inputs are looked for beside it.
  ///   - modelFolder: a Hugging Face model folder.
  ///   - weights: what the model's weights are rounded to.
  ///   - turns: what is written around prompts; `nil` for what the model's folder tells, or else the recipe.
  package init(
    _ loaded: LoadedRecipe, recipeFile: String?, modelFolder: String, runtime: any Runtime,
    weights: WeightFormat = .float32, turns: TurnFormat? = nil
  ) {
    self.weights = weights
    self.turns = turns
    self.loaded = loaded
    self.recipeFile = recipeFile
    self.modelFolder = modelFolder
    self.runtime = runtime
  }

  /// Evaluates the model.
  ///
  /// Text becomes ids by the model folder's own vocabulary, or by the recipe's where the folder has none.
  /// Nothing is trained, so that every task of the recipe may be held out.
  /// - Parameters:
  ///   - progress: told how far what takes long is.
  ///   - report: told at once what is to be known of the model's folder, which commands run, what is not
  ///     asked, and what judges answers besides exact match.
  /// - Throws: any `UserError` about recipe, data, vocabulary or model.
  package func run(
    progress: @escaping @Sendable (WorkProgress) -> Void = { _ in },
    report: @escaping @Sendable (MessageLevel, String) -> Void = { _, _ in }
  ) throws -> EvaluationSummary {
    let clock = ContinuousClock.now
    let inputs = RecipeInputs(of: loaded, recipeFile: recipeFile)
    let found = try OpenedModel(folder: modelFolder, cache: loaded.recipe.data.cache.hashes)
    var opened = weights == .float32 ? found : found.whole
    let tokenizer = try opened.adopt(self.tokenizer(inputs, opened))
    for note in opened.notes + ((tokenizer as? TurnTokenizer)?.notes ?? []) { report(.note, note) }
    let cacheWarnings = PendingMessages()
    let data = try EvaluationData(
      loaded, inputs: inputs, tokenizer: tokenizer,
      caching: CacheHandling(
        .optional, report: { report(.note, $0) }, warn: cacheWarnings.add, progress: progress))
    for message in data.leftOut { report(.warning, message) }
    for note in data.notes { report(.note, note) }
    let parameters = try opened.parameters(on: runtime)
    try parameters.round(to: weights, runtime: runtime)
    let settings = loaded.recipe.evaluation
    let evaluator = Evaluator(
      opened.model, parameters, runtime: runtime, tokenizer: tokenizer, packer: data.packer,
      batch: settings.batch, maximumTokens: settings.maximumTokens)
    var groups: [EvaluationGroup] = []
    var cut = 0
    for (name, set) in data.sets where set.count > 0 {
      let made = try data.locatingExamples {
        try evaluator.evaluate(set, onProgress: { progress($0.named(for: name)) })
      }
      guard let outcome = made else { continue }
      groups.append(EvaluationGroup(name: name, rows: outcome.scores.map(EvaluationRow.init)))
      cut += outcome.predictions.count(where: \.hitLimit)
    }
    let suiteEvaluator = SuiteEvaluator(
      opened.model, parameters, runtime: runtime, tokenizer: tokenizer, batch: settings.batch)
    let suites = try data.suites.evaluate(suiteEvaluator, onProgress: progress) ?? []
    for message in cacheWarnings.take() { report(.warning, message) }
    var summary = EvaluationSummary(
      step: try step(), groups: groups, cutAnswers: cut, suites: suites.isEmpty ? nil : suites,
      seconds: (ContinuousClock.now - clock) / .seconds(1))
    summary.weights = weights.ifRounded
    return summary
  }

  private func tokenizer(_ inputs: RecipeInputs, _ opened: OpenedModel) throws -> any Tokenizer {
    let tokenizer = try vocabulary(inputs, opened)
    guard turns == nil, tokenizer.turns == nil, let settings = loaded.recipe.model.turns else {
      return tokenizer
    }
    return try tokenizer.with(settings.markers, at: loaded.place(of: "model.turns"))
  }

  private func vocabulary(_ inputs: RecipeInputs, _ opened: OpenedModel) throws -> any Tokenizer {
    for folder in [modelFolder, opened.baseFolder] where ModelVocabulary.isIn(folder) {
      return try ModelVocabulary.open(folder, turns: turns)
    }
    guard let name = loaded.recipe.tokenizer.vocabulary else { return try VocabularyFile.open(modelFolder) }
    return try ModelVocabulary.open(
      name == VocabularyFile.bytes ? name : try inputs.resolve(name, key: "tokenizer.vocabulary"),
      turns: turns)
  }

  /// The step of a checkpoint; 0 for any other folder.
  private func step() throws -> Int {
    let path = "\(modelFolder)/\(TrainerStateFile.fileName)"
    return FileManager.default.fileExists(atPath: path) ? try TrainerStateFile(reading: path).state.step : 0
  }
}

/// The scores of the predictions that an evaluation of a run has left in its `predictions.jsonl`; no model is
/// needed.
package struct StoredEvaluation: Encodable {
  /// The groups, in the order of an evaluation; losses are not known.
  package let groups: [EvaluationGroup]

  /// Judges the predictions in the file at `path` anew.
  /// - Throws: what `HeldOutPredictions.readAll` throws; `JSONError.invalidValue` for an unknown group.
  package init(predictions path: String) throws {
    let lines = try HeldOutPredictions.readAll(path)
    let names = EvaluationGroup.Name.allCases
    for line in lines where !names.contains(where: { $0.rawValue == line.group }) {
      throw JSONError.invalidValue(
        location: line.groupLocation, value: "'\(line.group)'",
        requirement: "one of \(names.map(\.rawValue).joined(separator: ", "))")
    }
    groups = names.compactMap { name in
      let mine = lines.filter { $0.group == name.rawValue }
      let scores = HeldOutPredictions.scores(of: mine)
      return mine.isEmpty ? nil : EvaluationGroup(name: name, rows: scores.map { EvaluationRow($0) })
    }
  }
}
