import Evaluation
import Inspection
import Instructions
import Recipes
import Reports
import Runs
import Setup
import Studies
import Training

/// How long the runs of a study's arms take on this machine with one thread each.
enum ArmTimes {
  private static let steps = 3

  /// What a run of each arm takes, by arm: a few of its steps and a part of its evaluation are made with
  /// first weights. An arm that starts from another has that one's model with fresh weights here.
  ///
  /// Fresh weights write up to `evaluation.maximumTokens`, where trained ones stop: an evaluation takes as
  /// long as is told at most.
  /// - Throws: any `UserError` about an arm's recipe, data, vocabulary or model.
  static func measure(_ plan: StudyPlan) throws -> [String: ArmForecast] {
    var forecasts: [String: ArmForecast] = [:]
    var models: [String: LoadedRecipe] = [:]
    for arm in plan.study.arms {
      guard let run = plan.runs(ofArm: arm.name).first else { continue }
      var loaded = run.loaded
      if let start = arm.startsFrom.flatMap({ models[$0] }) {
        (loaded.recipe.model, loaded.recipe.tokenizer) = (start.recipe.model, start.recipe.tokenizer)
      }
      models[arm.name] = loaded
      forecasts[arm.name] = try forecast(run, loaded)
    }
    return forecasts
  }

  private static func forecast(_ run: StudyRun, _ loaded: LoadedRecipe) throws -> ArmForecast {
    let runtime = try Machine.runtime(of: loaded, recipeFile: run.relativeTo, threads: 1)
    let prepared = try PreparedRun(
      PlannedRun(
        loaded, folder: run.folder, recipeFile: run.relativeTo, runtime: runtime,
        caching: CacheHandling(.readOnly, progress: { Console.standardError.show($0) })),
      runtime: runtime)
    try prepared.loadFirstWeights()
    let recipe = prepared.loaded.recipe
    let evaluations = recipe.evaluationCount
    return ArmForecast(
      steps: run.isEvaluation ? 0 : recipe.train.steps,
      secondsPerStep: try run.isEvaluation ? 0 : prepared.measure(steps: steps).secondsPerStep,
      evaluations: evaluations,
      secondsPerEvaluation: try evaluations == 0 ? 0 : evaluationSeconds(prepared, run))
  }

  /// Seconds of a whole evaluation, by those of a part of it.
  private static func evaluationSeconds(_ prepared: PreparedRun, _ run: StudyRun) throws -> Double {
    var seconds = 0.0
    for (_, set) in prepared.data.evaluation.sets where set.count > 0 {
      let sample = set.sample(of: prepared.loaded.recipe.evaluation.batch)
      let taken = try time {
        _ = try prepared.data.locatingExamples { try prepared.evaluator.evaluate(sample) }
      }
      seconds += taken * Double(set.count) / Double(sample.count)
    }
    let questions = prepared.data.suites.questionCount
    if questions == 0 { return seconds }
    // A question of each task tells for all.
    var few = prepared.loaded
    for index in few.recipe.evaluation.suites.indices { few.recipe.evaluation.suites[index].limit = 1 }
    let suites = try TrainingSuites(
      few, inputs: RecipeInputs(of: few, recipeFile: run.relativeTo), tokenizer: prepared.setup.tokenizer)
    let taken = try time { _ = try suites.evaluate(prepared.suiteEvaluator) }
    return seconds + taken * Double(questions) / Double(max(1, suites.questionCount))
  }

  private static func time(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock.now
    try work()
    return (ContinuousClock.now - clock) / .seconds(1)
  }
}
