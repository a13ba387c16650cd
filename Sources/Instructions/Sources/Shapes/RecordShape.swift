import JSON

/// A layout of examples that is so common that the names of its fields tell what is what.
struct RecordShape: Sendable {
  /// What people call it.
  let name: String
  /// The fields that an example has without fail.
  let required: [String]
  /// Which field is what.
  let fields: RecordFields
  /// Whether the input is a finished prompt; else templates are put around it.
  let promptStyle: InstructionTask.PromptStyle
  /// The field that says what to do, where it is not part of the input.
  let definition: String?

  private init(
    _ name: String, _ required: [String], input: String, output: String,
    promptStyle: InstructionTask.PromptStyle, definition: String? = nil
  ) {
    self.name = name
    self.required = required
    var fields = RecordFields()
    (fields.input, fields.output) = (input, output)
    self.fields = fields
    self.promptStyle = promptStyle
    self.definition = definition
  }

  /// The known layouts; of two that fit, the first is meant.
  static let known = [
    RecordShape(
      "P3", ["inputs_pretokenized", "targets_pretokenized"], input: "inputs_pretokenized",
      output: "targets_pretokenized", promptStyle: .complete),
    RecordShape(
      "Natural Instructions, one example to a line", ["definition", "inputs", "targets"], input: "inputs",
      output: "targets", promptStyle: .templated, definition: "definition"),
    RecordShape(
      "Alpaca", ["instruction", "output"], input: "{instruction}\n{input?}", output: "output",
      promptStyle: .complete),
    RecordShape(
      "Dolly", ["instruction", "response"], input: "{instruction}\n{context?}\n{input?}", output: "response",
      promptStyle: .complete),
    RecordShape(
      "OpenOrca", ["question", "response"], input: "{system_prompt?}\n{question}", output: "response",
      promptStyle: .complete),
    RecordShape(
      "prompt and completion", ["prompt", "completion"], input: "prompt", output: "completion",
      promptStyle: .complete),
    RecordShape(
      "prompt and response", ["prompt", "response"], input: "prompt", output: "response",
      promptStyle: .complete),
    RecordShape(
      "question and answer", ["question", "answer"], input: "{context?}\n{question}", output: "answer",
      promptStyle: .templated),
    RecordShape(
      "input and output", ["input", "output"], input: "input", output: "output", promptStyle: .templated),
  ]

  /// The fields that examples of known layouts have without fail.
  static let requiredFields = Set(known.flatMap(\.required))

  /// Fields that name an example rather than say something; nobody misses them.
  private static let labels: Set<String> = [
    "id", "idx", "index", "uid", "uuid", "guid", "qid", "key", "url", "source", "source_id", "split",
    "lang", "language", "license", "timestamp",
  ]

  /// Whether a field of this name names an example rather than says something.
  static func isLabel(_ name: String) -> Bool {
    labels.contains(name.lowercased()) || name.lowercased().hasSuffix("_id")
  }

  /// The layout of an example with these fields; `nil` where none fits.
  init?(fields names: [String]) {
    guard let shape = Self.known.first(where: { $0.required.allSatisfy(names.contains) }) else { return nil }
    self = shape
  }

  /// The layout of a JSON example, whose fields must hold texts where the layout has them.
  init?(of object: JSONObject) {
    guard let shape = RecordShape(fields: object.keys) else { return nil }
    let texts = shape.required.allSatisfy { (try? object[$0]?.plainTexts()) != nil }
    guard texts else { return nil }
    self = shape
  }

  /// What is said of a source of this layout by its examples alone.
  /// - Parameter names: the fields of an example, of which the task's name is taken where there is one.
  func description(fields names: [String]) -> SourceDescription {
    var description = SourceDescription()
    description.fields = fields
    description.fields.task = ["task", "task_name"].first(where: names.contains)
    description.promptStyle = promptStyle
    if let definition { description.definitions = ["{\(definition)}"] }
    return description
  }

  /// The fields of an example that hold text and that a reader leaves out, in the example's order.
  /// - Parameter used: the fields that it reads.
  static func unread(of object: JSONObject, used: Set<String>) -> [String] {
    object.keys.filter { key in
      guard !used.contains(key), !isLabel(key), case .string(let text)? = object[key]?.node.content
      else { return false }
      return text.trimmedOrNil != nil
    }
  }
}
