import CPURuntime
import Inspection
import Instructions
import JSON
import Recipes
import Reports
import Runs
import Setup
import Studies
import Training

/// How long a step of each arm of a study takes on this machine with one thread.
enum StepTimes {
  private static let steps = 3

  /// Seconds of a step by arm: of a few that are taken with the first weights. An arm that starts from
  /// another has that one's model, and is taken to be as fast.
  /// - Throws: any `UserError` about an arm's recipe, data, vocabulary or model.
  static func measure(_ plan: StudyPlan) throws -> [String: Double] {
    var seconds: [String: Double] = [:]
    var measured: [String: Double] = [:]
    for arm in plan.study.arms {
      guard let run = plan.runs(ofArm: arm.name).first, !run.isEvaluation else { continue }
      if let start = arm.startsFrom {
        seconds[arm.name] = seconds[start]
        continue
      }
      // Arms of the same model and rows are as fast, whatever they are trained on.
      let recipe = run.loaded.recipe
      let key =
        recipe.model.json.compactText + recipe.packing.json.compactText
        + recipe.optimizer.json.compactText
      if measured[key] == nil {
        let runtime = CPURuntime(threads: 1)
        let prepared = try PreparedRun(
          PlannedRun(
            run.loaded, folder: run.folder, recipeFile: run.relativeTo, runtime: runtime,
            caching: CacheHandling(.readOnly, progress: { Console.standardError.show($0) })),
          runtime: runtime)
        try prepared.loadFirstWeights()
        measured[key] = try prepared.measure(steps: steps).secondsPerStep
      }
      seconds[arm.name] = measured[key]
    }
    return seconds
  }
}
