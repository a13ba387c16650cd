import Diagnostics
import Evaluation
import Recipes
import Setup

/// Checks before the first run that the arms' evaluations have what the study measures.
struct MeasureCheck {
  private let loaded: LoadedStudy

  init(_ loaded: LoadedStudy) { self.loaded = loaded }

  /// What the study measures and the run of an arm would not have.
  /// - Throws: what finding and reading the recipe's suites throws.
  func problems(of run: StudyRun) throws -> [any UserError] {
    var problems: [any UserError] = []
    let asked = try loaded.study.measures.contains { $0.suite != nil } ? suites(of: run) : []
    for (index, measure) in loaded.study.measures.enumerated() {
      let found = measure.suite.map { problem(of: measure, $0, among: asked) } ?? problem(of: measure, run)
      guard let found else { continue }
      let places = ["measures[\(index)].\(found.key)", "measures[\(index)]", "measures"]
      var place =
        places.lazy.compactMap { loaded.origins[$0] }.first ?? SourceLocation(file: loaded.file)
      place.field = places[0]
      problems.append(
        StudyError.arm(
          name: run.id.arm, location: place, problem: found.problem, nextStep: found.nextStep,
          category: .usage))
    }
    return problems
  }

  private typealias Problem = (key: String, problem: String, nextStep: String)

  /// A suite that a recipe asks, with what its recipe says of it.
  private typealias AskedSuite = (suite: EvaluationSuite, settings: SuiteSettings)

  private func suites(of run: StudyRun) throws -> [AskedSuite] {
    let inputs = RecipeInputs(of: run.loaded, recipeFile: run.relativeTo)
    return try run.loaded.recipe.evaluation.suites.enumerated().map { index, settings in
      let path = try SuiteLocator.path(of: settings, at: index, inputs: inputs)
      return (try EvaluationSuite.read(path), settings)
    }
  }

  private func problem(of measure: StudyMeasure, _ name: String, among suites: [AskedSuite]) -> Problem? {
    guard let asked = suites.first(where: { $0.suite.name == name }) else {
      return (
        "suite", "its evaluation.suites do not have '\(name)', which '\(measure.name)' measures",
        suites.isEmpty
          ? "Add it to evaluation.suites, for example in the study's settings."
          : NearestName.advice(for: name, in: suites.map(\.suite.name))
      )
    }
    let isDirect = asked.suite.prompting == .direct
    switch measure.score {
    case .strictExactMatch where isDirect:
      return ("score", "'\(name)' asks for no rationales, which strictExactMatch is about", "Choose another.")
    case .tokenProbability where !isDirect || !asked.settings.loss:
      return (
        "score", "the loss of '\(name)' is not computed",
        isDirect
          ? "Set 'loss' of the suite to true, or choose another score."
          : "Choose another: rationales have none."
      )
    case .exactMatch where !asked.suite.metrics.contains(.exactMatch):
      return (
        "score", "'\(name)' is judged by \(asked.suite.metrics.map(\.rawValue).joined(separator: ", "))",
        "Choose 'ownMetric' or 'normalized'."
      )
    default: return nil
    }
  }

  private func problem(of measure: StudyMeasure, _ run: StudyRun) -> Problem? {
    let evaluation = run.loaded.recipe.evaluation
    if evaluation.every == nil, !run.isEvaluation {
      return ("group", "it is never evaluated: evaluation.every is null", "Set evaluation.every.")
    }
    if measure.group == .heldOutTexts || measure.formats.isEmpty { return nil }
    let missing = measure.formats.filter { !evaluation.formats.contains($0) }
    if missing.isEmpty { return nil }
    return (
      "formats", "its evaluation.formats do not have \(missing.map(\.rawValue).joined(separator: ", "))",
      "Add the format to evaluation.formats, or leave it out of '\(measure.name)'."
    )
  }
}
