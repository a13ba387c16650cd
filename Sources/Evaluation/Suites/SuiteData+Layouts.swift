import ByteStreams
import Diagnostics
import Instructions
import JSON

extension SuiteData {
  /// The examples in the file at `path`.
  static func read(_ path: String, _ layout: SuiteDataLayout) throws -> [Example] {
    switch layout {
    case .examples:
      try JSONDocument.read(path, what: "file of examples").object().required("examples").array().map(
        textPair)
    case .naturalInstructions:
      try JSONDocument.read(path, what: "task file").object().required("Instances").array().map { entry in
        let object = try entry.object()
        return Example(
          id: try object["id"]?.string(), references: try references(object.required("output")),
          values: [SuitePlaceholder.question: try object["input"]?.string() ?? ""],
          location: entry.location)
      }
    case .squad: try squad(JSONDocument.read(path, what: "file of questions"))
    case .lines: try lines(path)
    case .choiceTable: try choiceTable(path)
    case .answerTable: try answerTable(path)
    }
  }

  private static func textPair(_ entry: JSONField) throws -> Example {
    let object = try entry.object()
    let references = try references(object.required("target"))
    let question = try object.required("input").string()
    return Example(
      id: try object["id"]?.string(), references: references,
      values: [SuitePlaceholder.question: question], options: RandomGuessing.options(inQuestion: question),
      location: entry.location)
  }

  /// A line of a file of the user's own: every text in it has a placeholder, and options may be listed.
  private static func line(_ entry: JSONField) throws -> Example {
    var example = try textPair(entry)
    let object = try entry.object()
    for key in object.keys {
      if let field = object[key], case .string(let text) = field.node.content { example.values[key] = text }
    }
    if let options = object["options"] {
      example.options = try options.array().map { try $0.filledString() }
      if example.options.count < 2 {
        throw options.invalid("\(example.options.count) of them", mustBe: "an array of at least two options")
      }
    }
    return example
  }

  /// A text or an array of at least one.
  private static func references(_ field: JSONField) throws -> [String] {
    if case .string(let text) = field.node.content { return [text] }
    let texts = try field.array().map { try $0.string() }
    if texts.isEmpty { throw field.invalid("an empty array", mustBe: "a text or an array of at least one") }
    return texts
  }

  private static func squad(_ root: JSONField) throws -> [Example] {
    var examples: [Example] = []
    for article in try root.object().required("data").array() {
      for paragraph in try article.object().required("paragraphs").array() {
        let context = try paragraph.object()["context"]?.string() ?? ""
        for entry in try paragraph.object().required("qas").array() {
          let object = try entry.object()
          let answers = try object.required("answers")
          let texts = try answers.array().map { try $0.object().required("text").string() }
          if texts.isEmpty {
            throw answers.invalid("an empty array", mustBe: "an array of at least one answer")
          }
          let question = try object["question"]?.string() ?? ""
          examples.append(
            Example(
              id: try object.required("id").string(), references: texts,
              values: [SuitePlaceholder.question: question, SuitePlaceholder.context: context],
              location: entry.location))
        }
      }
    }
    return examples
  }

  private static func lines(_ path: String) throws -> [Example] {
    var examples: [Example] = []
    var lines = try LineStream(path: path, what: "file of examples")
    while let line = try lines.nextFilled() {
      examples.append(try self.line(JSONDocument.parse(line.bytes, file: path, firstLine: line.number)))
    }
    return examples
  }

  private static func choiceTable(_ path: String) throws -> [Example] {
    var examples: [Example] = []
    var rows = try DelimitedRows(path: path, what: "file of questions")
    while let row = try rows.next() {
      let place = SourceLocation(file: path, line: row.line)
      let options = row.fields.count - 2
      guard options >= 2 else {
        throw SuiteError.badExample(
          location: place,
          problem:
            "has \(row.fields.count) columns but must have a question, at least two options and a letter")
      }
      let letter = PlainText.stripped(row.fields[row.fields.count - 1])
      guard let value = letter.utf8.first, letter.utf8.count == 1, value >= UInt8(ascii: "A"),
        Int(value - UInt8(ascii: "A")) < options
      else {
        throw SuiteError.badExample(
          location: place, problem: "the answer '\(letter)' is not the letter of one of \(options) options")
      }
      examples.append(choice(row.fields, answer: letter, at: place))
    }
    return examples
  }

  /// A question with its options behind letters, on one line as the published prompts have them.
  private static func choice(_ fields: [String], answer: String, at place: SourceLocation) -> Example {
    let letters = (0..<(fields.count - 2)).map { "(\(UnicodeScalar(UInt8(ascii: "A") + UInt8($0))))" }
    let options = zip(letters, fields.dropFirst()).map { "\($0) \(PlainText.stripped($1))" }
    let question = PlainText.stripped(fields[0]) + "\n" + options.joined(separator: " ")
    return Example(
      references: ["(\(answer))"], values: [SuitePlaceholder.question: question], options: letters,
      location: place)
  }

  private static func answerTable(_ path: String) throws -> [Example] {
    var examples: [Example] = []
    let dialect = DelimitedRows.Dialect(delimiter: UInt8(ascii: "\t"), hasQuotes: false)
    var rows = try DelimitedRows(path: path, what: "file of questions", dialect: dialect)
    while let row = try rows.next() {
      let place = SourceLocation(file: path, line: row.line)
      guard row.fields.count == 2 else {
        throw SuiteError.badExample(
          location: place, problem: "has \(row.fields.count) columns but must have a question and an answer")
      }
      examples.append(
        Example(
          references: [row.fields[1]], values: [SuitePlaceholder.question: row.fields[0]], location: place))
    }
    return examples
  }
}
