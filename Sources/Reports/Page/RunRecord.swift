import Diagnostics
import Foundation
import PositionedJSON
import Training

/// What a run folder tells of its run: the curves, the evaluations, the passport, the settings.
struct RunRecord {
  /// One step of `metrics.jsonl`.
  struct Point {
    let step: Int
    let loss: Double
    let targetTokens: Double
    let learningRate: Double
    let tokensPerSecond: Double
  }

  var points: [Point] = []
  var evaluations: [EvaluationSummary] = []
  var passport: RunPassport?
  var recipe: Recipe?
  var isDone = false

  /// Reads what is there; a run that has only begun has little.
  /// - Throws: `FileError`, `JSONError`, `RunFolderError.damaged`.
  init(_ folder: RunFolder) throws {
    let files = FileManager.default
    if files.fileExists(atPath: folder.metricsFile) {
      try JSONDocument.readLines(folder.metricsFile, what: "metrics file") { row in
        if let point = try RunRecord.point(row.object()) { points.append(point) }
      }
    }
    for step in folder.evaluationSteps {
      let path = folder.evaluationSummaryFile(step: step)
      guard files.fileExists(atPath: path) else { continue }
      do {
        let data = try InputFile.read(path, what: "evaluation summary")
        evaluations.append(try EventCoding.decode(EvaluationSummary.self, from: data))
      } catch is DecodingError {
        throw RunFolderError.damaged(
          path: path, problem: "is not an evaluation summary that this version can read")
      }
    }
    // A resumed run has yet to come again to evaluations of its first try.
    if let last = points.last?.step { evaluations.removeAll { $0.step > last } }
    if files.fileExists(atPath: folder.passportFile) { passport = try RunPassport.read(folder.passportFile) }
    if files.fileExists(atPath: folder.resolvedRecipeFile) {
      recipe = try Recipe.load(folder.resolvedRecipeFile).recipe
    }
    isDone = folder.isDone
  }

  /// The evaluation with the best score, which is the last that was marked so.
  var best: EvaluationSummary? { evaluations.last { $0.isBest } ?? evaluations.last }

  private static func point(_ row: JSONObject) throws -> Point? {
    guard try row.required("event").string() == "step" else { return nil }
    // A number that JSON does not have is written as a string; it cannot be drawn.
    func number(_ key: String) throws -> Double { (try? row.required(key).double()) ?? .nan }
    return Point(
      step: try row.required("step").integer(), loss: try number("loss"),
      targetTokens: try number("targetTokens"),
      learningRate: try number("learningRate"), tokensPerSecond: try number("tokensPerSecond"))
  }
}
