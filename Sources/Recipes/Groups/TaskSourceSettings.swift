import Commands
import Instructions
import JSON
import Settings

/// A file or folder that tasks come from, or a command that writes them.
@dynamicMemberLookup
package struct TaskSourceSettings: Sendable, Equatable {
  /// A file, a folder of files, or a pattern with `*`, `?` and `**` for several; empty where a command is
  /// named.
  package var path = ""
  /// A program and its arguments, whose standard output is read as JSON Lines in place of a file.
  package var command: ExternalCommand?
  /// Files and folders of the same kind whose examples are held out and evaluated, never trained on.
  package var validation: TextList?
  /// What is said of the files; the same can be said in a file next to them.
  package var description = SourceDescription()
  /// The most examples of one task that count towards its rate; `nil` is `data.mixture.cap`.
  package var cap: Int?
  /// A rate for each task of the source in place of its number of examples.
  package var rate: Double?

  /// A source with every default.
  package init() {}

  /// Whether the examples themselves say which part of the mixture they belong to.
  package var saysSubMixtureInData: Bool {
    description.subMixture == nil
      && (description.kind == .flanCollection || description.fields.subMixture != nil)
  }

  /// What is said of the files.
  package subscript<Value>(dynamicMember member: WritableKeyPath<SourceDescription, Value>) -> Value {
    get { description[keyPath: member] }
    set { description[keyPath: member] = newValue }
  }
}

extension TaskSourceSettings: SettingGroup {
  package static let settings: [Setting<TaskSourceSettings>] =
    [
      Setting("path", \.path, "file, folder of files, or a pattern with *, ? and ** for several"),
      Setting(
        "command", \.command,
        "in place of a path: program and arguments, run once, whose standard output is JSON Lines"),
      Setting(
        "validation", \.validation,
        "file or files of the same kind that are evaluated and never trained on"),
      Setting("kind", \.description.kind, "how the files are read; auto goes by their names and contents"),
      Setting("name", \.description.name, "task's name for a source of one task; null is the file's name"),
      Setting("subMixture", \.description.subMixture, "part of the mixture that the tasks belong to"),
      Setting(
        "cap", \.cap, .from(1, through: 1_000_000_000_000),
        "most examples of one task that count towards its rate; null is data.mixture.cap"),
      Setting("rate", \.rate, .above(0), "rate of each task in place of its number of examples"),
    ] + descriptions

  /// What a file next to the data may say as well, besides the settings above.
  private static let descriptions: [Setting<TaskSourceSettings>] = [
    Setting("cluster", \.description.cluster, "kind of task, in place of what the files say"),
    Setting("family", \.description.family, "kind of templates that suit the tasks"),
    Setting("rationaleKind", \.description.rationaleKind, "how the rationales were written"),
    Setting(
      "definitions", \.description.definitions,
      "what to do, in words, in place of the files' own; {name} is a field of each example"),
    Setting(
      "formats", \.description.formats,
      "how often each prompt format is used of these tasks, in place of data.formats"),
    Setting("promptStyle", \.description.promptStyle, "whether inputs are raw or finished prompts"),
    Setting(
      "metric", \.description.metric,
      "what judges the tasks' answers when held out; null goes by the kind of answer"),
    Setting(
      "split", \.description.split, "list of the tasks to take: train is splits/default/train_tasks.txt"),
    Setting("splitFile", \.description.splitFile, "file with the names of the tasks to take"),
    Setting("fields", \.description.fields, "which field of an example, or column, is what"),
    Setting("labels", \.description.labels, "answers to choose from, the same for all examples"),
    Setting("answerForm", \.description.answerForm, "how the output field gives the answer"),
    Setting(
      "answerMark", \.description.answerMark, "text between the rationale and the answer in the output"),
    Setting("dropCalculatorMarks", \.description.dropCalculatorMarks, "take <<...>> out of rationales"),
    Setting("header", \.description.header, "whether the first row of a table names its columns"),
    Setting("columns", \.description.columns, "names of a table's columns"),
    Setting("delimiter", \.description.delimiter, "character between columns"),
    Setting(
      "quotes", \.description.quotes,
      "whether fields may stand in quotes; null is yes for csv, and goes by the rows for tabs"),
    Setting("escapes", \.description.escapes, "whether the two characters \\n stand for a newline"),
    Setting("squadTasks", \.description.squadTasks, "tasks that are made of a SQuAD file; null is all"),
    Setting("unanswerable", \.description.unanswerable, "answer where the paragraph has none"),
    Setting("turnMarkers", \.description.turnMarkers, "what stands before the turns of a conversation"),
    Setting(
      "documents", \.description.documents,
      "where a document of a text file ends: with the file, at a blank line, with the line; null is file"),
    Setting("textField", \.description.textField, "field of an object that holds a document; null is text"),
  ]

  /// What is not said of the files is not written, so that a source of a few words stays one.
  package var json: OrderedJSON {
    let always = [command == nil ? "path" : "command", "kind", "name", "subMixture", "cap", "rate"]
    return .object(
      Self.settings.compactMap { setting in
        let value = setting.key == "path" && command != nil ? .null : setting.json(self)
        let isSaid = always.contains(setting.key) || (value != .null && value != .object([]))
        return isSaid ? OrderedJSON.Member(setting.key, value) : nil
      })
  }
}

extension ExternalCommand: SettingValue {
  package static var shape: SettingShape { .list(.text) }
  package var json: OrderedJSON { .array(arguments.map { .string($0) }) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading)
    -> ExternalCommand?
  {
    if case .string(let text) = field.node.content {
      reading.problems.append(
        .contradiction(
          location: field.location, problem: "is a text but must be a list: the program and its arguments",
          nextStep: "For a shell to read it write [\"sh\", \"-c\", \(OrderedJSON.quoted(text))]."))
      return nil
    }
    return [String].read(field, limits: limits, reading: &reading).map { ExternalCommand($0) }
  }
}

extension RecordFields: SettingGroup {
  package static let settings: [Setting<RecordFields>] = [
    Setting("input", \.input, "what is asked: a name, or a text with {names}"),
    Setting("output", \.output, "the answer: a name, or a text with {names}"),
    Setting("rationale", \.rationale, "steps to the answer: a name, or a text with {names}"),
    Setting("options", \.options, "answers to choose from: a list's name, or a name for each"),
    Setting(
      "candidates", \.candidates, "answers that a guess would choose among, never shown: names as of options"),
    Setting("id", \.id, "example's own name"),
    Setting("task", \.task, "name of the task that the example is of"),
    Setting("cluster", \.cluster, "cluster of that task"),
    Setting("subMixture", \.subMixture, "part of the mixture that the task belongs to"),
    Setting("keep", \.keep, "further fields, kept for templates that use them"),
  ]

  package var json: OrderedJSON {
    .object(
      Self.settings.compactMap { setting in
        let value = setting.json(self)
        return value == .null ? nil : OrderedJSON.Member(setting.key, value)
      })
  }
}

extension TurnMarkers: SettingGroup {
  package static let settings: [Setting<TurnMarkers>] = [
    Setting("system", \.system, "before what says how to answer; null is nothing"),
    Setting("user", \.user, "before what is asked; null is 'User: '"),
    Setting("assistant", \.assistant, "before what is answered; null is 'Assistant: '"),
    Setting("tool", \.tool, "before what a program gives that the assistant asked; null is 'Tool: '"),
  ]

  package var json: OrderedJSON {
    .object(
      Self.settings.compactMap { setting in
        let value = setting.json(self)
        return value == .null ? nil : OrderedJSON.Member(setting.key, value)
      })
  }
}

extension FormatWeights: SettingGroup {
  private static let limits = Limits.from(0, through: 1_000_000_000)

  package static let settings: [Setting<FormatWeights>] = [
    Setting("zero-shot", \.zeroShot, limits, "share of prompts with instruction and input only"),
    Setting("few-shot", \.fewShot, limits, "share of prompts with worked examples"),
    Setting("zero-shot-cot", \.zeroShotChainOfThought, limits, "share of prompts that ask for reasons"),
    Setting("few-shot-cot", \.fewShotChainOfThought, limits, "share of prompts with worked reasons"),
  ]

  package var json: OrderedJSON {
    if self == FormatWeights() { return .object([]) }
    return .object(Self.settings.map { OrderedJSON.Member($0.key, $0.json(self)) })
  }
}

extension SourceKind: SettingChoice {}
extension AnswerForm: SettingChoice {}
extension AnswerMetric: SettingChoice {}
extension SquadTask: SettingChoice {}
extension InstructionTask.RationaleKind: SettingChoice {}
extension InstructionTask.PromptStyle: SettingChoice {}

extension TextList: SettingValue {
  package static var shape: SettingShape { .lines }
  package var json: OrderedJSON { texts.count == 1 ? .string(texts[0]) : .array(texts.map { .string($0) }) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> TextList? {
    RecipeText.read(field, limits: limits, reading: &reading).map { TextList($0.lines) }
  }
}
