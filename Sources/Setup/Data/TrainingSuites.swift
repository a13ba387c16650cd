import Diagnostics
import Evaluation
import Recipes
import Runs
import Settings
import Storage
import Tokenization

/// The suites that a recipe has its model asked at every evaluation.
package struct TrainingSuites: Sendable {
  /// The runs, every prompt written.
  package let runs: [SuiteRun]
  /// The suites' data folders with their hashes, for the passport.
  package let inputs: [RunPassport.Input]

  /// No suites.
  package static let none = TrainingSuites(runs: [], inputs: [])

  private init(runs: [SuiteRun], inputs: [RunPassport.Input]) {
    self.runs = runs
    self.inputs = inputs
  }

  /// Reads the recipe's suites and writes their prompts, in rows of the recipe's length.
  /// - Throws: `RecipeError`, `FileError`, `JSONError`, `TextFileError`, `SuiteError`.
  package init(_ loaded: LoadedRecipe, inputs: RecipeInputs, tokenizer: any Tokenizer) throws {
    let recipe = loaded.recipe
    var runs: [SuiteRun] = []
    var files: [RunPassport.Input] = []
    for (number, settings) in recipe.evaluation.suites.enumerated() {
      let key = "evaluation.suites[\(number)]"
      let file = try SuiteLocator.path(of: settings, at: number, inputs: inputs)
      let suite = try EvaluationSuite.read(file)
      if runs.contains(where: { $0.suite.name == suite.name }) {
        throw RecipeError.contradiction(
          location: loaded.place(of: "\(key).suite"),
          problem: "the suite '\(suite.name)' stands twice", nextStep: "Take one of the two out.")
      }
      let folder = try inputs.resolve(settings.data, key: "\(key).data")
      let options = SuiteRunOptions(
        shots: settings.shots, limit: settings.limit, inputLength: recipe.packing.inputLength,
        seed: UInt64(recipe.seed), scoring: settings.scoring,
        examplesPath: try settings.examples.map { try inputs.resolve($0, key: "\(key).examples") },
        computesLoss: settings.loss && suite.prompting == .direct)
      let data = try SuiteData(suite, folder: folder, split: settings.split)
      runs.append(try SuiteRun(suite, data: data, tokenizer: tokenizer, options: options))
      files += [
        .init(
          key: "\(key).suite", path: settings.suite, sha256: try ContentHash.of(path: file, what: "suite")),
        .init(
          key: "\(key).data", path: settings.data,
          sha256: try ContentHash.of(path: folder, what: "folder of the suite's data")),
      ]
      if let path = settings.examples, let found = options.examplesPath {
        files.append(
          .init(
            key: "\(key).examples", path: path,
            sha256: try ContentHash.of(path: found, what: "suite's worked examples")))
      }
    }
    self.runs = runs
    self.inputs = files
    try checkMetric(loaded)
  }

  /// Checks that the suite by which the best checkpoint is chosen is one of these, and gives that score.
  private func checkMetric(_ loaded: LoadedRecipe) throws {
    let metric = loaded.recipe.evaluation.bestMetric
    let key = "evaluation.bestMetric"
    let place = loaded.place(of: key)
    if metric == .normalizedAverage { return try checkAverage(at: place) }
    guard case .suite(let name, let score) = metric else { return }
    guard let run = runs.first(where: { $0.suite.name == name }) else {
      throw RecipeError.contradiction(
        location: place, problem: "is about the suite '\(name)', which evaluation.suites does not have",
        nextStep: NearestName.advice(for: name, in: runs.map(\.suite.name)))
    }
    if score == .loss, !run.options.computesLoss {
      throw RecipeError.contradiction(
        location: place, problem: "is the loss of '\(name)', which is not computed",
        nextStep: "Set its loss to true, or choose another score: chains of thought have none.")
    }
  }

  /// Checks that all suites of the paper's average are asked, their answers written by the model.
  private func checkAverage(at place: SourceLocation) throws(RecipeError) {
    let written = runs.filter { $0.options.scoring != .likelihood }.map(\.suite.name)
    let missing = FlanAverage.suites.filter { !written.contains($0) }
    if missing.isEmpty { return }
    throw .contradiction(
      location: place,
      problem:
        "is the mean over \(FlanAverage.suites.count) suites, of which evaluation.suites does not have "
        + "\(missing.joined(separator: ", ")) with answers that the model writes",
      nextStep: "Add them, or choose suites/NAME/normalizedMean of one that is there.")
  }

  /// The model's scores on all suites.
  /// - Parameters:
  ///   - journal: the answers that the same weights have given already, and where new ones are kept.
  ///   - output: where answers are written; nowhere where `nil`.
  ///   - shouldStop: asked between batches; when true, the call returns `nil`.
  ///   - onProgress: told before and after each batch.
  /// - Throws: `FileError` where something cannot be written; what `onProgress` throws.
  package func evaluate(
    _ evaluator: SuiteEvaluator, journal: EvaluationJournal? = nil, output: SuiteOutputFolder? = nil,
    shouldStop: () -> Bool = { false }, onProgress: (WorkProgress) throws -> Void = { _ in }
  ) throws -> [SuiteReport]? {
    var reports: [SuiteReport] = []
    for run in runs {
      let made = try run.run(evaluator, journal: journal, shouldStop: shouldStop) {
        try onProgress(WorkProgress($0))
      }
      guard var outcome = made else { return nil }
      // Times differ from run to run; what is kept of a run does not.
      outcome.report.seconds = nil
      try output?.write(outcome, run.suite)
      reports.append(outcome.report)
    }
    return reports
  }

  /// The suites' names, in the recipe's order.
  package var names: [String] { runs.map(\.suite.name) }

  /// The number of questions of all suites.
  package var questionCount: Int { runs.reduce(0) { $0 + $1.questions.count } }
}
