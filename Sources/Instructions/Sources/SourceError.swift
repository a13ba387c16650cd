import Diagnostics

/// What can be wrong with a source: its files' layout, or what is said of them.
package enum SourceError: UserError, Equatable {
  /// No source reads files of this kind.
  case unrecognized(path: String, valid: [String])
  /// What is at the path is of a kind that other programs read; `file`, a path or a pattern, is what one
  /// should read.
  case foreign(path: String, kind: ForeignFile, file: String)
  /// A row has another number of fields than the rows before.
  case fieldCount(location: SourceLocation, found: Int, columns: [String])
  /// A quoted field has no closing quote; `location` is where it opens.
  case unclosedQuote(location: SourceLocation)
  /// Something else than a separator follows a closing quote.
  case textAfterQuote(location: SourceLocation)
  /// No column has that name.
  case missingColumn(location: SourceLocation, name: String, columns: [String])
  /// Two columns have one name.
  case duplicateColumn(location: SourceLocation, name: String)
  /// Two examples of a task have one id.
  case duplicateID(location: SourceLocation, id: String, firstLine: Int)
  /// The answer is none of the options.
  case noSuchOption(location: SourceLocation, answer: String, form: AnswerForm, count: Int)
  /// The mark between rationale and answer is missing.
  case missingMark(location: SourceLocation, mark: String)
  /// A list has fewer elements than a field's name asks for.
  case noSuchElement(location: SourceLocation, index: Int, count: Int)
  /// A turn of a conversation is by an unknown speaker.
  case unknownSpeaker(location: SourceLocation, name: String, known: [String])
  /// The fields of one object hold lists, one value for each example.
  case columnsOfExamples(location: SourceLocation, fields: [String], count: Int)
  /// An object holds several arrays of examples.
  case severalArrays(location: SourceLocation, keys: [String])
  /// It cannot be told what the file is; `example` is a description that might fit.
  case unknownLayout(location: SourceLocation, found: String, example: String)
  /// The description leaves out what the kind needs.
  case undescribed(location: SourceLocation, key: String, kind: SourceKind)
  /// A setting means nothing for files of the kind.
  case settingNotForKind(location: SourceLocation, key: String, kind: SourceKind)
  /// A setting of the description cannot be used.
  case invalidSetting(location: SourceLocation, key: String, value: String, requirement: String)
  /// A text names a field, but examples of the kind have none.
  case noFieldsToName(location: SourceLocation, key: String, name: String, kind: SourceKind)
  /// A validation file holds examples of a task that has none to train on.
  case nothingToValidate(location: SourceLocation, task: String, trained: [String])
  /// A validation file is all that there is.
  case onlyValidation(path: String)
  /// There is no list of tasks.
  case noSplitList(path: String, tried: [String])
  /// None of the listed tasks is there.
  case nothingInSplit(path: String, list: String, listed: Int)

  /// All are errors in data.
  package var category: FailureCategory { .data }

  /// The file, line and field.
  package var location: SourceLocation? {
    switch self {
    case .fieldCount(let place, _, _), .unclosedQuote(let place), .textAfterQuote(let place),
      .missingColumn(let place, _, _), .duplicateColumn(let place, _), .duplicateID(let place, _, _),
      .noSuchOption(let place, _, _, _), .missingMark(let place, _), .unknownLayout(let place, _, _),
      .noSuchElement(let place, _, _), .unknownSpeaker(let place, _, _), .severalArrays(let place, _),
      .columnsOfExamples(let place, _, _),
      .undescribed(let place, _, _), .settingNotForKind(let place, _, _),
      .noFieldsToName(let place, _, _, _), .nothingToValidate(let place, _, _),
      .invalidSetting(let place, _, _, _):
      place
    case .unrecognized(let path, _), .foreign(let path, _, _), .noSplitList(let path, _),
      .nothingInSplit(let path, _, _), .onlyValidation(let path):
      SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .unrecognized: "is not a task file"
    case .foreign: "is of a kind that another program has to read"
    case .fieldCount(_, let found, let columns): "has \(found) columns but must have \(columns.count)"
    case .unclosedQuote: "a quote is opened here and never closed"
    case .textAfterQuote: "text follows a closing quote"
    case .missingColumn(_, let name, _): "there is no column '\(name)'"
    case .duplicateColumn(_, let name): "two columns are named '\(name)'"
    case .duplicateID(_, let id, let line): "the id '\(id)' stands here and in line \(line)"
    case .noSuchOption(_, let answer, let form, let count):
      "the answer '\(answer)' is not the \(form.rawValue) of one of \(count) options"
    case .missingMark(_, let mark): "the answer mark '\(mark)' is missing"
    case .noSuchElement(_, let index, let count):
      "has \(count) \(count == 1 ? "element" : "elements"), so there is none with the number \(index)"
    case .unknownSpeaker(_, let name, _):
      "a turn is by '\(name)', who is neither system, user, assistant nor a tool"
    case .columnsOfExamples(_, let fields, let count):
      "holds columns: \(count) values in each of \(fields.map { "'\($0)'" }.joined(separator: ", "))"
    case .severalArrays(_, let keys):
      "holds several lists of examples: \(keys.map { "'\($0)'" }.joined(separator: ", "))"
    case .unknownLayout(_, let found, _): "\(found), which is no layout that is known without a description"
    case .undescribed(_, let key, let kind):
      "is read as '\(kind.rawValue)', but nothing says which field is the \(key)"
    case .settingNotForKind(_, let key, let kind): "'\(key)' means nothing for the kind '\(kind.rawValue)'"
    case .invalidSetting(_, let key, let value, let requirement):
      "'\(key)' is '\(value)' but must be \(requirement)"
    case .noFieldsToName(_, let key, let name, let kind):
      "'\(key)' has the placeholder {\(name)}, but examples of the kind '\(kind.rawValue)' have no fields to fill it"
    case .nothingToValidate(_, let task, _):
      "has examples of the task '\(task)', of which the source that names it for validation trains none"
    case .onlyValidation: "is named for validation, and nothing is left to train on"
    case .noSplitList(_, let tried): "there is no list of tasks; looked for \(tried.joined(separator: ", "))"
    case .nothingInSplit(_, let list, let listed): "has none of the \(listed) tasks that \(list) lists"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .unrecognized(_, let valid):
      "Files that are read: \(valid.joined(separator: ", ")). Anything else is read through a program that writes "
        + "it as JSON Lines: {\"command\": [\"PROGRAM\", \"ARGUMENT\"]}."
    case .foreign(_, let kind, let file):
      "Have it write JSON Lines, with this source in data.tasks in place of the path: \(kind.entry(for: file))"
    case .fieldCount(_, _, let columns): "The columns are: \(columns.joined(separator: ", "))."
    case .unclosedQuote: "Close it; a quote within quotes is written twice."
    case .textAfterQuote: "Write a quote within quotes twice, and quote the field as a whole."
    case .missingColumn(_, let name, let columns): NearestName.advice(for: name, in: columns)
    case .duplicateColumn: "Rename one, or name the columns in 'columns'."
    case .duplicateID: "Take one of the two out, or give it an id of its own."
    case .noSuchOption(_, _, let form, _):
      form == .text ? nil : "Check 'answerForm', which is '\(form.rawValue)', and the options."
    case .missingMark: "Write it before the answer, or set 'answerMark' to what stands there."
    case .noSuchElement: "The first has the number 0, the last -1; {name?} may be missing."
    case .unknownSpeaker(_, let name, let known): NearestName.advice(for: name, in: known)
    case .columnsOfExamples(_, let fields, _):
      "Write one example to a line, for example by a source {\"command\": [\"jq\", \"-c\", \""
        + "[\(fields.map { ".\($0)" }.joined(separator: ", "))] | transpose[] | "
        + "{\(fields.enumerated().map { "\($1): .[\($0)]" }.joined(separator: ", "))}\", \"\(location?.file ?? "")\"]}."
    case .severalArrays: "Save the one that is meant as a file of its own: one example to a line, as .jsonl."
    case .unknownLayout(_, _, let example):
      "Say what is what in the recipe's data.tasks, or in NAME.source.json beside the file NAME: \(example)"
    case .undescribed(_, let key, _):
      "Add \"fields\": {\"\(key)\": ...} to the entry in data.tasks, or to NAME.source.json beside the file NAME."
    case .settingNotForKind(_, _, let kind):
      kind.ownSettings.isEmpty
        ? "Take it out." : "Take it out; this kind knows \(kind.ownSettings.joined(separator: ", "))."
    case .invalidSetting: nil
    case .noFieldsToName:
      "Write {{ and }} for braces that are part of the text, or describe the examples with 'fields'."
    case .nothingToValidate(_, let task, let trained):
      NearestName.advice(for: task, in: trained)
        + " 'name' or 'fields.task' in data.tasks gives both one name."
    case .onlyValidation: "Name another file in 'validation'."
    case .noSplitList: "Name the list in 'splitFile'."
    case .nothingInSplit: "Check the folder and the list."
    }
  }
}
