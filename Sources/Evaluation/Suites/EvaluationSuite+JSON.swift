import Diagnostics
import JSON

extension EvaluationSuite {
  /// Reads the suite in the file at `path`.
  /// - Throws: `FileError`, `JSONError`, `SuiteError.duplicateTask`, each with file, line and field.
  package static func read(_ path: String) throws -> EvaluationSuite {
    try EvaluationSuite(json: JSONDocument.read(path, what: "suite"))
  }

  init(json: JSONField) throws {
    let root = try json.object()
    try root.refuseUnknownKeys([
      "name", "family", "title", "about", "prompting", "shots", "maximumTokens", "answer", "metrics", "data",
      "workedExamples", "prompt", "randomBaseline", "tasks",
    ])
    name = try root.required("name").filledString()
    family = try root["family"]?.filledString() ?? name
    title = try root.required("title").filledString()
    _ = try root["about"]?.string()
    prompting = try root.required("prompting").oneOf(Prompting.self)
    shots = try root.required("shots").integer(in: 0...1_000)
    maximumTokens = try root.required("maximumTokens").integer(in: 1...65_536)
    answer = try root.required("answer").oneOf(AnswerRule.self)
    let names = try root.required("metrics")
    metrics = try names.array().map { try $0.oneOf(SuiteMetric.self) }
    if metrics.isEmpty { throw names.invalid("empty", mustBe: "an array of at least one metric") }
    let data = try root.required("data").object()
    try data.refuseUnknownKeys(["layout", "splits", "folders"])
    folders = try data["folders"]?.array().map { try $0.filledString() } ?? []
    layout = try data.required("layout").oneOf(SuiteDataLayout.self)
    let entries = try data.required("splits")
    let splits = try entries.object()
    self.splits = try splits.keys.map { try Split(name: $0, path: splits.required($0).filledString()) }
    if self.splits.isEmpty { throw entries.invalid("empty", mustBe: "an object with at least one split") }
    let baseline = try root["randomBaseline"]?.share() ?? 0
    tasks = try Self.tasks(root.required("tasks"), baseline: baseline)
    try readPrompt(root)
    if case .named(let named) = tasks, named.count == 1 { return }
    for key in splits.keys {
      let path = try splits.required(key)
      if try !path.string().contains("{task}") {
        throw path.invalid("the same file for every task", mustBe: "a path with {task} in it")
      }
    }
  }

  private static func tasks(_ field: JSONField, baseline: Double) throws -> Tasks {
    if case .object = field.node.content {
      let object = try field.object()
      try object.refuseUnknownKeys(["list"])
      let list = try object.required("list")
      guard case .array = list.node.content else {
        return .listed(paths: [try list.filledString()], randomBaseline: baseline)
      }
      let paths = try list.array().map { try $0.filledString() }
      if paths.isEmpty { throw list.invalid("empty", mustBe: "a path or an array of at least one") }
      return .listed(paths: paths, randomBaseline: baseline)
    }
    var lines: [String: Int] = [:]
    let tasks = try field.array().map { entry in
      let task = try Self.task(entry, baseline: baseline)
      if let first = lines.updateValue(entry.node.line, forKey: task.name) {
        throw SuiteError.duplicateTask(location: entry.location, task: task.name, firstLine: first)
      }
      return task
    }
    if tasks.isEmpty { throw field.invalid("empty", mustBe: "an array of at least one task") }
    return .named(tasks)
  }

  private static func task(_ entry: JSONField, baseline: Double) throws -> Task {
    if case .string = entry.node.content {
      return Task(name: try entry.filledString(), randomBaseline: baseline)
    }
    let object = try entry.object()
    try object.refuseUnknownKeys(["name", "randomBaseline", "options", "choices"])
    return Task(
      name: try object.required("name").filledString(),
      randomBaseline: try object["randomBaseline"]?.share() ?? baseline,
      listsOptions: try object["options"]?.boolean() ?? false,
      choices: try object["choices"]?.array().map { try $0.filledString() } ?? [])
  }
}

extension JSONField {
  /// A string that is not blank.
  func filledString() throws(JSONError) -> String {
    let text = try string()
    if PlainText.stripped(text).isEmpty { throw invalid("blank", mustBe: "a text") }
    return text
  }

  func integer(in range: ClosedRange<Int>) throws(JSONError) -> Int {
    let value = try integer()
    if !range.contains(value) {
      throw invalid(value, mustBe: "from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A number from 0 to below 1.
  func share() throws(JSONError) -> Double {
    let value = try double()
    if !(0..<1).contains(value) { throw invalid(value, mustBe: "at least 0 and below 1") }
    return value
  }

  /// One of the names of an enumeration.
  func oneOf<Name: RawRepresentable & CaseIterable>(_: Name.Type) throws -> Name
  where Name.RawValue == String {
    let text = try string()
    if let value = Name(rawValue: text) { return value }
    throw SuiteError.unknownName(location: location, name: text, valid: Name.allCases.map(\.rawValue))
  }
}
