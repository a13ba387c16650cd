import Diagnostics
import JSON

/// Natural Instructions v2: one JSON file per task.
///
/// Read are `Definition`, `Categories` (the first is the cluster), `Positive Examples` and `Instances`. Four
/// additions of ours are optional: `Cluster` (overrides the category), `Templates` (see
/// `ZeroShotTemplate.init(json:fields:)`), `rationale` in an instance or example, and an instance's
/// `candidates` (a list of answers that a guess would choose among). Other texts of an instance are fields
/// that the task's templates may use. Other keys of the file are of no concern here.
package struct NaturalInstructionsSource: TaskSource {
  private let description: SourceDescription

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// Reads the file at `path` into `sink`.
  /// - Throws: `FileError`, `GzipError`, `TextFileError`, `JSONError`, `SourceError`, `TemplateError`, with
  ///   file, line and field; what the sink throws.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let place = SourceLocation(file: path)
    let name = description.name ?? TaskFileName.stem(of: path)
    let task = sink.begin(InstructionTask(name: name, cluster: "", instances: [], origin: place))
    var sharedFields: Set<String>?
    var ids = InstanceIDs()
    let root = try JSONRecords.walk(path, elementsOf: "Instances") { entry in
      guard let instance = try Self.instance(entry) else {
        sink.skip(SkippedInstance(location: entry.location, reason: .blankTarget), of: task)
        return
      }
      sharedFields = sharedFields?.intersection(instance.fields.keys) ?? Set(instance.fields.keys)
      try ids.check(instance, ofTask: task, at: entry.location)
      try sink.append(instance, to: task)
    }.object()
    // The keys around the instances may stand before or after them.
    let header = InstructionTask(
      name: name, cluster: try Self.cluster(of: root),
      definitions: try root.required("Definition").oneOrMoreStrings().compactMap(\.trimmedOrNil),
      instances: [], positiveExamples: try Self.positiveExamples(of: root), origin: place)
    _ = try root.required("Instances").array()
    let labeled = description.labeled(header)
    sink[task: task].cluster = labeled.cluster
    sink[task: task].family = labeled.family
    sink[task: task].rationaleKind = labeled.rationaleKind
    sink[task: task].definitions = labeled.definitions
    sink[task: task].definesEveryInstance = labeled.definesEveryInstance
    sink[task: task].formatRule = labeled.formatRule
    sink[task: task].promptStyle = labeled.promptStyle
    sink[task: task].subMixture = labeled.subMixture
    sink[task: task].metric = labeled.metric
    sink[task: task].positiveExamples = labeled.positiveExamples
    sink[task: task].templates = try Self.templates(of: root, fields: (sharedFields ?? []).sorted())
  }

  private static func cluster(of root: JSONObject) throws -> String {
    if let cluster = root["Cluster"] {
      guard let name = try cluster.string().trimmedOrNil else {
        throw cluster.invalid("blank", mustBe: "the name of a cluster")
      }
      return name
    }
    return try root["Categories"]?.oneOrMoreStrings().lazy.compactMap(\.trimmedOrNil).first ?? "uncategorized"
  }

  private static func positiveExamples(of root: JSONObject) throws -> [WorkedExample] {
    guard let list = root["Positive Examples"] else { return [] }
    return try list.array().compactMap { entry in
      let object = try entry.object()
      let output = try object.required("output").oneOrMoreStrings().lazy.compactMap(\.trimmedOrNil).first
      guard let output else { return nil }
      return WorkedExample(
        input: try object.required("input").string().trimmed, output: output,
        explanation: try object["explanation"]?.string().trimmedOrNil,
        rationale: try object["rationale"]?.string().trimmedOrNil)
    }
  }

  /// - Returns: `nil` when every output is blank.
  private static func instance(_ entry: JSONField) throws -> Instance? {
    let object = try entry.object()
    let outputs = try object.required("output").oneOrMoreStrings()
    var instance = Instance(
      id: try object["id"]?.string(), input: try object.required("input").string().trimmed,
      references: outputs.compactMap(\.trimmedOrNil), line: entry.node.line)
    instance.rationale = try object["rationale"]?.string().trimmedOrNil
    instance.candidates = try Candidates.read(object)
    let ownKeys = ["id", "input", "output", "rationale"]
    for member in object.members where !ownKeys.contains(member.key) {
      if case .string(let text) = member.value.content { instance.fields[member.key] = text.trimmed }
    }
    return instance.references.isEmpty ? nil : instance
  }

  private static func templates(of root: JSONObject, fields: [String]) throws -> [ZeroShotTemplate] {
    guard let list = root["Templates"] else { return [] }
    return try list.array().enumerated().map { index, entry in
      try ZeroShotTemplate(json: entry, fields: fields, defaultName: "own-\(index + 1)")
    }
  }
}

extension JSONField {
  /// A string, or an array of at least one string.
  func oneOrMoreStrings() throws(JSONError) -> [String] {
    if case .string(let text) = node.content { return [text] }
    var texts: [String] = []
    for element in try array() { texts.append(try element.string()) }
    if texts.isEmpty { throw invalid("an empty array", mustBe: "a string or an array of at least one") }
    return texts
  }
}
