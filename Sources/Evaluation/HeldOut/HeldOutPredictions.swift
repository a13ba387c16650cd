import ByteStreams
import Diagnostics
import Instructions
import JSON

/// The predictions of a run's evaluation, read from its `predictions.jsonl` and judged anew.
package enum HeldOutPredictions {
  /// A line.
  package struct Line: Sendable {
    /// The kind of held-out examples.
    package let group: String
    /// Where that stands.
    package let groupLocation: SourceLocation
    /// The prediction.
    package let prediction: Prediction
  }

  /// Reads the file at `path`: on each line an object with `group`, `task`, `format`, `prediction` and
  /// `target` (a text or an array of texts); without `chance`, free text is assumed, and without `metric`,
  /// exact match. Verdicts in the file are not looked at.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SuiteError.noPredictions`,
  ///   `.noGroup`, `.noTarget`, with file and line.
  package static func readAll(_ path: String) throws -> [Line] {
    var read: [Line] = []
    var lines = try LineStream(path: path, what: "file of predictions")
    while let line = try lines.nextFilled() {
      let field = try JSONDocument.parse(line.bytes, file: path, firstLine: line.number)
      let object = try field.object()
      guard let group = object["group"] else {
        throw SuiteError.noGroup(location: SourceLocation(file: path, line: line.number))
      }
      read.append(
        Line(
          group: try group.string(), groupLocation: group.location,
          prediction: try prediction(field, object, number: read.count)))
    }
    if read.isEmpty { throw SuiteError.noPredictions(path: path) }
    return read
  }

  /// The scores of lines of one group, by task and format in the order in which these first occur.
  package static func scores(of lines: [Line]) -> [TaskScore] {
    var order: [[String]] = []
    var members: [[String]: [Prediction]] = [:]
    for prediction in lines.map(\.prediction) {
      let key = [prediction.example.task, prediction.example.format.rawValue]
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(prediction)
    }
    return order.compactMap { members[$0].map { TaskScore($0) } }
  }

  private static func prediction(
    _ field: JSONField, _ object: JSONObject, number: Int
  ) throws -> Prediction {
    let stored = try StoredPrediction(field)
    guard let references = stored.targets else { throw SuiteError.noTarget(location: stored.location) }
    let reason = try object["metricReason"].map { try choice($0, MetricChoice.Reason.self) } ?? .given
    let example = PredictedExample(
      task: stored.task, cluster: try object["cluster"]?.string() ?? stored.task,
      format: try choice(object.required("format"), PromptFormat.self),
      metric: MetricChoice(
        try object["metric"].map { try choice($0, AnswerMetric.self) } ?? .exactMatch, reason),
      id: stored.id ?? .index(number),
      location: SourceLocation(
        file: try object["file"]?.string() ?? field.file, line: try object["line"]?.integer()),
      prompt: try object["prompt"]?.string() ?? "", references: references,
      chance: try object["chance"]?.double() ?? 0, isMajority: try object["isMajority"]?.boolean() ?? false)
    return Prediction(
      example, output: stored.prediction, hitLimit: try object["hitLimit"]?.boolean() ?? false)
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ field: JSONField, _ type: Choice.Type
  ) throws(JSONError) -> Choice where Choice.RawValue == String {
    let name = try field.string()
    guard let choice = Choice(rawValue: name) else {
      throw field.invalid(
        "'\(name)'", mustBe: "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }
}
