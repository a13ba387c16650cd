import ArgumentParser
import Diagnostics
import Foundation
import Inference
import Recipes
import Reports
import Setup

/// `eval`: the scores of a model on the held-out examples of a recipe.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluates a model on held-out tasks or published suites, or outputs made elsewhere.",
    discussion: """
      With a model alone: the held-out tasks of its recipe. The same weights give the same scores as during training. A \
      run folder stands for its best model.

      With a model and --suite: published suites, whose data is in the folder --data: bbh-direct, bbh-cot, mmlu-direct, \
      mmlu-cot, mgsm-cot, tydiqa, natural-instructions, a file of your own, or 'all'. Answers are written to --output, \
      one JSON Lines file for each task. --compare asks another model the same questions and tells whether the difference \
      can be chance.

      --weights bfloat16 or int8 rounds the model's weights (and those of --compare) before it is asked; what is printed and \
      written then says so, and a run's answers to suites go to a folder of their own.

      --turns chatml writes a family's markers of turns around prompts; without it they are as the model's folder has it, or \
      else as the recipe says (model.turns).

      --runtime xla has a plug-in of XLA's compute; without it held-out tasks are evaluated on what the recipe says \
      (runtime.kind), and suites on the processor.

      With --predictions alone: the predictions.jsonl of a run's evaluation is scored anew, without a model; scores are \
      those of its summary.json, losses apart.

      With --suite and --predictions: no model is needed, and a folder's files are read together. Each line of the file is {"task": NAME, "prediction": TEXT} \
      with "target" (a text or an array of texts), or with "id" (the example's own id, or its number from 0), for which \
      --data names the folder of the suite's data; with --data, lines without an id count as the task's examples in \
      order, and targets are checked. Scores in JSON are fractions of 1.

      Examples:

        flan-train eval runs/flan-small
        flan-train eval models/flan-t5-small --recipe recipes/flan-small.json --json
        flan-train eval runs/flan-small --suite mmlu-direct --data mmlu --limit 20
        flan-train eval models/flan-t5-small --suite all --data suites --partial
        flan-train eval runs/a --compare runs/b --suite bbh-cot --data BIG-Bench-Hard
        flan-train eval --suite bbh-direct --predictions outputs.jsonl --json
        flan-train eval --predictions runs/a/eval/step-00002450/predictions.jsonl
      """)

  @Argument(
    help: "A run folder, a checkpoint, or a Hugging Face model folder.", completion: Candidates.model)
  var model: String?

  @OptionGroup var settings: SettingArguments

  @Option(
    help: "The recipe whose held-out examples are used; default: the run's own.",
    completion: Candidates.recipe)
  var recipe: String?

  @OptionGroup var turns: TurnArguments

  @OptionGroup var weights: WeightArguments

  @OptionGroup var runtime: RuntimeArguments

  @OptionGroup(title: "Published suites") var suites: SuiteOptions

  @OptionGroup(title: "Outputs made elsewhere") var stored: StoredOutputOptions

  @Option(
    help: ArgumentHelp(
      "Another model, or with --predictions another file, to compare with on the same questions.",
      valueName: "other"), completion: Candidates.modelOrOutputs)
  var compare: String?

  @Flag(help: "Print the summary as JSON.")
  var json = false

  @Flag(help: "One line for each task and format instead of each cluster.")
  var byTask = false

  func validate() throws {
    try suites.validateNumbers()
    try runtime.check(threads: suites.threads)
    let subject = try subject()
    try subject.refuse(ownOptions + suites.options)
    switch subject {
    case .modelOnSuites where suites.data == nil:
      throw ValidationError("--suite needs --data, the folder of the suites' data.")
    case .suitePredictions where suites.suite.count > 1 || suites.suite == [SuiteSelection.all]:
      throw ValidationError("--predictions are scored on one suite.")
    case .suitePredictions where suites.split != nil && suites.data == nil:
      throw ValidationError("--split is for --data.")
    default: break
    }
  }

  private func subject() throws -> EvaluationSubject {
    try EvaluationSubject(model: model, predictions: stored.predictions, suites: suites.suite)
  }

  private var ownOptions: [EvaluationSubject.Option] {
    [
      .init("--recipe", recipe != nil, for: .modelOnHeldOut),
      .init(
        "the setting '\(settings.overrides.first ?? "")'", !settings.overrides.isEmpty, for: .modelOnHeldOut),
      .init("--runtime", runtime.runtime != nil, for: .modelOnHeldOut, .modelOnSuites),
      .init("--weights", weights.weights != .float32, for: .modelOnHeldOut, .modelOnSuites),
      .init("--turns", turns.turns != nil, for: .modelOnHeldOut, .modelOnSuites),
      .init("--compare", compare != nil, for: .modelOnSuites, .suitePredictions),
      .init("--by-task", byTask, for: .modelOnHeldOut, .modelOnSuites, .heldOutPredictions),
    ]
  }

  func run() throws {
    try Outcome.of {
      switch try subject() {
      case .modelOnHeldOut: try evaluateHeldOut(model ?? "")
      case .modelOnSuites:
        try SuiteEvaluation(
          options: suites, runtime: runtime, weights: weights.weights, turns: turns.markers(), json: json,
          byTask: byTask
        )
        .run(model ?? "", comparedWith: compare)
      case .heldOutPredictions: try stored.scoreHeldOut(json: json, byTask: byTask)
      case .suitePredictions:
        try stored.score(suites.suite[0], suites, comparedWith: compare, json: json)
      }
    }
  }

  private func evaluateHeldOut(_ model: String) throws {
    let found = try ModelLocator.locate(model)
    try Outcome.warnIfUntrained(found)
    let (given, recipeFile) = try load(found, model)
    let loaded = self.runtime.applied(to: given)
    if suites.threads != nil, loaded.recipe.runtime.kind == .xla {
      throw ValidationError("--threads is for runtime.kind=cpu: a plug-in of XLA's has threads of its own")
    }
    let runtime = try Machine.runtime(of: loaded, recipeFile: recipeFile, threads: suites.threads)
    let session = try EvaluationSession(
      loaded, recipeFile: recipeFile, modelFolder: found.folder, runtime: runtime, weights: weights.weights,
      turns: turns.markers())
    let summary = try session.run(progress: { Console.standardError.show($0) }) { level, message in
      Outcome.printError((level == .warning ? "warning: " : "") + message)
    }
    if let note = weights.weights.note { Outcome.printError(note) }
    if json { return try Outcome.printJSON(summary) }
    let lines = EvaluationTextTable.textLines(summary, by: byTask ? .task : .cluster, showsAllScores: true)
    try Outcome.printResult(lines.joined(separator: "\n"))
  }

  private func load(_ found: ModelLocator.Found, _ model: String) throws -> (
    LoadedRecipe, recipeFile: String?
  ) {
    if let recipe {
      return (try settings.load(recipe), nil)
    }
    guard let run = found.run else { throw ModelLocatorError.noRecipe(path: model) }
    return (try run.recipe(overrides: settings.overrides), try run.recipeOrigin())
  }
}
