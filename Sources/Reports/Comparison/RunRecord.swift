import Diagnostics
import Evaluation
import Foundation
import JSON
import Recipes
import Runs
import Training

/// What a run folder tells of its run: the curves, the evaluations, the passport, the settings.
package struct RunRecord {
  /// The folder.
  let folder: RunFolder
  /// The run's name.
  let name: String
  /// The training curve.
  private(set) var curve = TrainingCurve()
  private(set) var spikes: [LossSpike] = []
  private(set) var evaluations: [EvaluationSummary] = []
  private(set) var history: RunHistory?
  private(set) var recipe: Recipe?
  private(set) var ledger: RunLedger?
  private(set) var divergence: DivergenceReport?
  private(set) var isDone = false

  /// Reads what is there; a run that has only begun has little.
  /// - Throws: `FileError`, `JSONError`, `RunFolderError.damaged`.
  package init(_ folder: RunFolder) throws {
    self.folder = folder
    if RunRecord.exists(folder.passportFile) { history = try RunHistory.read(folder.passportFile) }
    if RunRecord.exists(folder.resolvedRecipeFile) {
      recipe = try folder.recipe().recipe
    }
    name = history?.current.name ?? recipe?.name ?? URL(fileURLWithPath: folder.path).lastPathComponent
    if RunRecord.exists(folder.metricsFile) {
      try JSONDocument.readLines(folder.metricsFile, what: "metrics file") {
        try add($0.object(), $0.location)
      }
    }
    try readEvaluations()
    ledger = try RunRecord.read(RunLedger.self, folder.ledgerFile, "ledger")
    divergence = try RunRecord.read(DivergenceReport.self, folder.divergenceFile, "report of a divergence")
    isDone = folder.isDone
  }

  /// What the run is made of now.
  var passport: RunPassport? { history?.current }

  /// The evaluation with the best score, which is the last that was marked so.
  var best: EvaluationSummary? { evaluations.last { $0.isBest } ?? evaluations.last }

  /// Seconds of all steps and evaluations.
  var seconds: Double {
    curve.seconds + evaluations.map(\.seconds).filter(\.isFinite).reduce(0, +)
  }

  /// The step that was taken last; `nil` before the first.
  var lastStep: Int? { curve.recent.last?.step }

  /// How the run stands, in a word or two.
  var state: String {
    if isDone { return "done" }
    if let divergence, divergence.step == (lastStep ?? 0) + 1 { return "diverged" }
    return lastStep == nil ? "not begun" : "under way"
  }

  private mutating func readEvaluations() throws {
    for step in folder.evaluationSteps {
      let path = folder.evaluationSummaryFile(step: step)
      guard let summary = try RunRecord.read(EvaluationSummary.self, path, "evaluation summary") else {
        continue
      }
      // Answers are shown of the best and of the latest alone.
      if let previous = evaluations.indices.last, !evaluations[previous].isBest {
        evaluations[previous].samples = []
      }
      if summary.isBest {
        for index in evaluations.indices { evaluations[index].samples = [] }
      }
      evaluations.append(summary)
    }
    // A resumed run has yet to come again to evaluations of its first try.
    if let last = lastStep { evaluations.removeAll { $0.step > last } }
  }

  private mutating func add(_ row: JSONObject, _ location: SourceLocation) throws {
    // A number that JSON does not have is written as a string; it cannot be drawn.
    func number(_ key: String) -> Double { (try? row.required(key).double()) ?? .nan }
    switch try row.required("event").string() {
    case "step":
      curve.append(
        TrainingCurve.Point(
          step: try row.required("step").integer(), loss: number("loss"), zLoss: number("zLoss"),
          targetTokens: number("targetTokens"),
          inputTokens: number("inputTokens"), gradientNorm: number("gradientNorm"),
          updateRMS: number("updateRMS"), inputFill: number("inputFill"), targetFill: number("targetFill"),
          learningRate: number("learningRate"), seconds: number("seconds"),
          tokensPerSecond: number("tokensPerSecond")))
    case "spike":
      guard let quantity = (try? row.required("quantity").string()).flatMap(LossSpike.Quantity.init) else {
        return
      }
      spikes.append(
        LossSpike(
          step: try row.required("step").integer(), quantity: quantity, value: number("value"),
          mean: number("mean"), deviations: number("deviations"), examples: RunRecord.examples(row)))
    default: break
    }
  }

  private static func examples(_ row: JSONObject) -> [BatchExample] {
    guard let list = try? row.required("examples").array() else { return [] }
    return list.compactMap { field -> BatchExample? in
      guard let object = try? field.object(), let task = try? object.required("task").string(),
        let instance = try? object.required("instance").integer(),
        let format = try? object.required("format").string(),
        let template = try? object.required("template").string()
      else { return nil }
      func integer(_ key: String) -> Int { (try? object.required(key).integer()) ?? 0 }
      return BatchExample(
        row: integer("row"), segment: integer("segment"), task: task, instance: instance, format: format,
        template: template, targetTokens: integer("targetTokens"),
        loss: (try? object.required("loss").double()) ?? .nan)
    }
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private static func read<Value: Decodable>(_ type: Value.Type, _ path: String, _ what: String) throws
    -> Value?
  {
    if !exists(path) { return nil }
    do {
      return try EventCoding.decode(type, from: InputFile.read(path, what: what))
    } catch is DecodingError {
      throw RunFolderError.damaged(path: path, problem: "is not \(article(what)) that this version can read")
    }
  }

  private static func article(_ what: String) -> String { what.hasPrefix("e") ? "an \(what)" : "a \(what)" }
}
