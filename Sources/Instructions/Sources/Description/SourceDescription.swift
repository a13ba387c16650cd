import Diagnostics

/// What is said of a source of tasks, so that its files can be read: in a recipe, or in a small JSON file
/// next to the data (`flan-source.json` for a folder, `NAME.source.json` for the file `NAME`).
///
/// Whatever is `nil` is left to the files, or to the kind's own way.
package struct SourceDescription: Sendable, Equatable {
  /// How the files are read.
  package var kind = SourceKind.auto
  /// The task's name; `nil` is the file's name without its extension.
  package var name: String?
  /// The kind of task, in place of what the file says.
  package var cluster: String?
  /// The kind of templates that suit the tasks.
  package var family: String?
  /// How the rationales were written.
  package var rationaleKind: InstructionTask.RationaleKind?
  /// What to do, in words, in place of what the file says; may have fields of each example in it:
  /// `{instruction}`.
  package var definitions: TextList?
  /// How often each format is used, in place of the stream's shares.
  package var formats = FormatWeights()
  /// Whether inputs are raw or finished prompts.
  package var promptStyle: InstructionTask.PromptStyle?
  /// The part of the mixture that the tasks belong to.
  package var subMixture: String?
  /// What judges the tasks' answers when they are held out; `nil` lets the kind of answer decide.
  package var metric: AnswerMetric?
  /// The list of tasks that are taken of a Natural Instructions folder: `train` for `train_tasks.txt`.
  package var split: String?
  /// A file with the names of the tasks that are taken, one to a line.
  package var splitFile: String?
  /// Which field of an example is what.
  package var fields = RecordFields()
  /// The answers to choose from, the same for all examples.
  package var labels: TextList?
  /// How the output field gives the answer.
  package var answerForm: AnswerForm?
  /// The text in the output field that stands between the rationale and the answer.
  package var answerMark: String?
  /// Whether `<<...>>` is taken out of rationales.
  package var dropCalculatorMarks: Bool?
  /// Whether the first row of a table names the columns; `nil` is yes, unless `columns` does.
  package var header: Bool?
  /// The names of a table's columns.
  package var columns: TextList?
  /// The character between columns.
  package var delimiter: String?
  /// Whether fields of a table may stand in quotes; `nil` is yes for commas, and lets the rows decide for
  /// tabs.
  package var quotes: Bool?
  /// Whether the two characters `\n` stand for a newline.
  package var escapes: Bool?
  /// The tasks that are made of a SQuAD file; `nil` is all.
  package var squadTasks: [SquadTask]?
  /// The answer to questions that the paragraph does not answer; `nil` is "unanswerable".
  package var unanswerable: String?
  /// What stands before the turns of a conversation.
  package var turnMarkers = TurnMarkers()
  /// Where a document of a text file ends; `nil` is with the file.
  package var documents: DocumentDivision?
  /// The field of an object that holds a document; `nil` is `text`.
  package var textField: String?
  /// Fields of the examples that hold text and are not read; found in the files, not named in a description.
  var unreadFields: [String] = []

  /// Nothing is said.
  package init() {}

  /// This description, with what it leaves open as in `other`.
  package func over(_ other: SourceDescription) -> SourceDescription {
    var merged = self
    if kind == .auto { merged.kind = other.kind }
    merged.name = name ?? other.name
    merged.cluster = cluster ?? other.cluster
    merged.family = family ?? other.family
    merged.rationaleKind = rationaleKind ?? other.rationaleKind
    merged.definitions = definitions ?? other.definitions
    if formats == FormatWeights() { merged.formats = other.formats }
    merged.promptStyle = promptStyle ?? other.promptStyle
    merged.subMixture = subMixture ?? other.subMixture
    merged.metric = metric ?? other.metric
    if split == nil, splitFile == nil { (merged.split, merged.splitFile) = (other.split, other.splitFile) }
    merged.fields = fields.over(other.fields)
    merged.labels = labels ?? other.labels
    merged.answerForm = answerForm ?? other.answerForm
    merged.answerMark = answerMark ?? other.answerMark
    merged.dropCalculatorMarks = dropCalculatorMarks ?? other.dropCalculatorMarks
    merged.header = header ?? other.header
    merged.columns = columns ?? other.columns
    merged.delimiter = delimiter ?? other.delimiter
    merged.quotes = quotes ?? other.quotes
    merged.escapes = escapes ?? other.escapes
    merged.squadTasks = squadTasks ?? other.squadTasks
    merged.unanswerable = unanswerable ?? other.unanswerable
    merged.turnMarkers = turnMarkers.over(other.turnMarkers)
    merged.documents = documents ?? other.documents
    merged.textField = textField ?? other.textField
    merged.unreadFields = unreadFields + other.unreadFields
    return merged
  }

  /// `task` with what is said here in place of what the file says.
  func labeled(_ task: InstructionTask) -> InstructionTask {
    var task = task
    task.cluster = cluster ?? task.cluster
    task.family = family ?? task.family
    task.rationaleKind = rationaleKind ?? task.rationaleKind
    (task.definitions, task.definesEveryInstance) = definitions(over: task.definitions, at: task.origin)
    if let shares = formats.shares { task.formatRule = .shares(shares) }
    task.promptStyle = promptStyle ?? task.promptStyle
    task.subMixture = subMixture ?? task.subMixture
    task.metric = metric ?? task.metric
    task.unreadFields = unreadFields
    return task
  }
}

/// One text, or several.
package struct TextList: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// The texts.
  package var texts: [String]

  /// These texts.
  package init(_ texts: [String]) { self.texts = texts }

  /// These texts.
  package init(arrayLiteral elements: String...) { texts = elements }
}

/// Which field of an example, or column of a table, is what.
///
/// A name is a key, a path of keys and places in lists (`answers.text`, `turns[0].value`), or a column.
/// `input`, `output` and `rationale` may also be texts with names in braces:
/// `{premise} Does it follow that {hypothesis}`; a name with a question mark, `{input?}`, may be missing.
package struct RecordFields: Sendable, Equatable {
  /// What is asked.
  package var input: String?
  /// The answer; a list of texts is one of acceptable answers.
  package var output: String?
  /// The steps to the answer.
  package var rationale: String?
  /// The answers to choose from: one field that holds a list, or a field for each.
  package var options: TextList?
  /// The answers that a guess would choose among, which no prompt shows: one field that holds a list, or a
  /// field for each.
  package var candidates: TextList?
  /// The example's own name.
  package var id: String?
  /// The name of the task that the example is of.
  package var task: String?
  /// The cluster of that task.
  package var cluster: String?
  /// The part of the mixture that the task belongs to.
  package var subMixture: String?
  /// Further fields, kept under their own names for templates that use them.
  package var keep: TextList?

  /// Nothing is said.
  package init() {}

  /// The names of all fields that are read; of paths, their first keys.
  var names: [String] {
    let patterns = [input, output, rationale].compactMap { $0 }.flatMap { text in
      (try? FieldPattern(text, key: "fields", at: SourceLocation(file: "")))?.names ?? []
    }
    let single = [id, task, cluster, subMixture].compactMap { $0 }
    let all = patterns + single + [options, candidates, keep].flatMap { $0?.texts ?? [] }
    return all.flatMap { name in [name, RecordPath.firstKey(of: name)] }
  }

  func over(_ other: RecordFields) -> RecordFields {
    var merged = self
    merged.input = input ?? other.input
    merged.output = output ?? other.output
    merged.rationale = rationale ?? other.rationale
    merged.options = options ?? other.options
    merged.candidates = candidates ?? other.candidates
    merged.id = id ?? other.id
    merged.task = task ?? other.task
    merged.cluster = cluster ?? other.cluster
    merged.subMixture = subMixture ?? other.subMixture
    merged.keep = keep ?? other.keep
    return merged
  }
}

/// How an output field gives the answer.
package enum AnswerForm: String, Sendable, Codable, CaseIterable {
  /// The answer itself.
  case text
  /// The letter of an option: A is the first.
  case letter
  /// The number of an option: 0 is the first.
  case index
  /// The number of an option: 1 is the first.
  case number
}

/// A task that is made of paragraphs with questions and answers.
package enum SquadTask: String, Sendable, Codable, CaseIterable {
  /// The answer from paragraph and question.
  case answering
  /// A question from paragraph and answer.
  case questionGeneration = "question-generation"
  /// A paragraph from question and answer.
  case contextGeneration = "context-generation"
}
