import Diagnostics
import Foundation
import JSON

extension WorkedExamples {
  /// Reads the worked examples of a task.
  /// - Parameter path: the file, with the task's name in it.
  /// - Throws: `FileError`, `JSONError`, `TextFileError`, `SuiteError`, with file and line.
  static func read(_ path: String, _ source: WorkedExampleSource, task: String) throws -> WorkedExamples {
    switch source.layout {
    case .promptText:
      let bytes = try InputFile.read(path, what: "file of worked examples")
      return try blocks(String(decoding: bytes, as: UTF8.self), SourceLocation(file: path))
    case .promptTable:
      let entry = try entry(of: task, in: JSONDocument.read(path, what: "file of worked examples"))
      return try blocks(entry.string(), entry.location)
    case .numberedTable:
      return try numbered(entry(of: task, in: JSONDocument.read(path, what: "file of worked examples")))
    case .taskFile: return try taskFile(path)
    case .examples: return try split(path, .examples, source, task: task)
    case .choiceTable: return try split(path, .choiceTable, source, task: task)
    case .answerTable: return try split(path, .answerTable, source, task: task)
    case .squad: return try split(path, .squad, source, task: task)
    case .lines: return try split(path, .lines, source, task: task)
    }
  }

  private static func entry(of task: String, in root: JSONField) throws -> JSONField {
    let object = try root.object()
    guard let entry = object[task] else {
      throw JSONError.missingKey(location: root.location, key: task, present: object.keys)
    }
    return entry
  }

  private static func blocks(_ text: String, _ place: SourceLocation) throws -> WorkedExamples {
    let prompt: PromptBlocks
    do {
      prompt = try PromptBlocks(text)
    } catch {
      let block = error.block > 0 ? "worked example \(error.block) " : ""
      throw SuiteError.badExample(location: place, problem: block + error.problem)
    }
    return WorkedExamples(
      ofTask: [SuitePlaceholder.description: prompt.description],
      examples: prompt.blocks.map {
        [
          SuitePlaceholder.question: $0.question, SuitePlaceholder.rationale: $0.rationale,
          SuitePlaceholder.answer: $0.answer,
        ]
      })
  }

  /// Examples called `1`, `2`, and so on. What all questions, and all answers, have before a colon is the
  /// mark that the question of a prompt gets as well.
  private static func numbered(_ field: JSONField) throws -> WorkedExamples {
    let object = try field.object()
    var (questions, answers): ([String], [String]) = ([], [])
    while let entry = try object["\(questions.count + 1)"]?.object() {
      questions.append(try entry.required("q").string())
      answers.append(try entry.required("a").string())
    }
    if questions.isEmpty {
      throw JSONError.missingKey(location: field.location, key: "1", present: object.keys)
    }
    let (questionMark, answerMark) = (mark(of: questions), mark(of: answers))
    return WorkedExamples(
      ofTask: [SuitePlaceholder.questionMark: questionMark, SuitePlaceholder.answerMark: answerMark],
      examples: zip(questions, answers).map { question, answer in
        [
          SuitePlaceholder.question: String(question.dropFirst(questionMark.count)),
          SuitePlaceholder.rationale: String(answer.dropFirst(answerMark.count)),
          SuitePlaceholder.answer: NumericAnswer.last(in: answer) ?? "",
        ]
      })
  }

  /// What all texts begin with, up to the last colon in it and the spaces behind that.
  private static func mark(of texts: [String]) -> String {
    let common = texts.dropFirst().reduce(texts[0]) { $0.commonPrefix(with: $1, options: .literal) }
    guard let colon = common.lastIndex(where: { ":：".contains($0) }) else { return "" }
    let rest = common[common.index(after: colon)...]
    return String(common[...colon] + rest.prefix { $0 == " " })
  }

  /// Definition and positive examples of a task in the schema of Natural Instructions.
  private static func taskFile(_ path: String) throws -> WorkedExamples {
    let root = try JSONDocument.read(path, what: "task file").object()
    let definition = try root.required("Definition")
    var text: String
    if case .array = definition.node.content {
      text = try definition.array().map { try $0.string() }.joined(separator: " ")
    } else {
      text = try definition.string()
    }
    text = PlainText.stripped(text)
    let examples = try root.required("Positive Examples").array().map { entry in
      let object = try entry.object()
      let output = try object.required("output")
      let answer: String
      if case .array = output.node.content {
        answer = try output.array().first?.string() ?? ""
      } else {
        answer = try output.string()
      }
      return [
        SuitePlaceholder.question: try object.required("input").string(), SuitePlaceholder.answer: answer,
        SuitePlaceholder.rationale: try object["explanation"]?.string() ?? "",
      ]
    }
    return WorkedExamples(ofTask: [SuitePlaceholder.description: text], examples: examples)
  }

  /// Examples of another split; the first reference is the answer.
  private static func split(
    _ path: String, _ layout: SuiteDataLayout, _ source: WorkedExampleSource, task: String
  ) throws -> WorkedExamples {
    var examples = try SuiteData.read(path, layout)
    if let prefix = source.idPrefix?.replacing("{task}", with: task) {
      examples = examples.filter { $0.id?.hasPrefix(prefix) == true }
    }
    if examples.isEmpty { throw SuiteError.emptySplit(path: path) }
    return WorkedExamples(
      examples: examples.map { example in
        example.values.merging([SuitePlaceholder.answer: example.references[0]]) { own, _ in own }
      })
  }
}
