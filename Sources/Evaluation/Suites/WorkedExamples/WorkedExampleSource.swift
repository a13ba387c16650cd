import JSON

/// Where the worked examples of a suite are.
package struct WorkedExampleSource: Sendable, Equatable {
  /// How they are laid out.
  package enum Layout: String, Sendable, CaseIterable {
    /// A text for each task, as BIG-Bench Hard has it: see `PromptBlocks`.
    case promptText = "prompt-text"
    /// JSON: task to such a text, as the prompts of MMLU with chains of thought are stored.
    case promptTable = "prompt-table"
    /// JSON: task to number to `{"q", "a"}`, as MGSM has it.
    case numberedTable = "numbered-table"
    /// The positive examples of the task's own file, as Natural Instructions has them.
    case taskFile = "task-file"
    /// Examples in a layout of their own, such as another split of the data.
    case examples = "examples"
    case choiceTable = "choice-table"
    case answerTable = "answer-table"
    case squad = "squad"
    case lines = "json-lines"
  }

  /// How they are laid out.
  package var layout: Layout
  /// The file's path, perhaps with `{task}` for the task's name.
  package var path: String
  /// What the ids of a task's examples begin with, perhaps with `{task}`; the others in the file are not
  /// looked at.
  package var idPrefix: String?

  /// A source.
  package init(layout: Layout, path: String, idPrefix: String? = nil) {
    self.layout = layout
    self.path = path
    self.idPrefix = idPrefix
  }

  init(_ field: JSONField) throws {
    let object = try field.object()
    try object.refuseUnknownKeys(["layout", "path", "idPrefix"])
    layout = try object.required("layout").oneOf(Layout.self)
    path = try object.required("path").filledString()
    idPrefix = try object["idPrefix"]?.filledString()
  }
}

/// The worked examples of one task, and what was said with them.
package struct WorkedExamples: Sendable, Equatable {
  /// The values that all parts of a prompt know, by placeholder.
  package var ofTask: [String: String]
  /// The values of each example, by placeholder, in the order in which they are shown.
  package var examples: [[String: String]]

  /// Worked examples.
  package init(ofTask: [String: String] = [:], examples: [[String: String]]) {
    self.ofTask = ofTask
    self.examples = examples
  }
}
