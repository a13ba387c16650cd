import Diagnostics
import JSON

/// Makes instances of the records of a file, as a description says.
struct RecordLayout {
  private let input: FieldPattern
  private let output: FieldPattern
  private let rationale: FieldPattern?
  /// What each record says to do itself; empty where the task says it.
  private let definitions: [FieldPattern]
  private let description: SourceDescription
  private var fields: RecordFields { description.fields }

  /// - Throws: `SourceError.undescribed`, `SourceError.invalidSetting`.
  init(_ description: SourceDescription, kind: SourceKind, file: String) throws(SourceError) {
    let place = SourceLocation(file: file)
    let fields = description.fields
    guard let input = fields.input else { throw .undescribed(location: place, key: "input", kind: kind) }
    guard let output = fields.output else { throw .undescribed(location: place, key: "output", kind: kind) }
    self.description = description
    self.input = try FieldPattern(input, key: "fields.input", at: place)
    self.output = try FieldPattern(output, key: "fields.output", at: place)
    rationale =
      if let text = fields.rationale { try FieldPattern(text, key: "fields.rationale", at: place) } else {
        nil
      }
    let wordings = try description.definitionPatterns(at: place)
    definitions = wordings.contains { !$0.names.isEmpty } ? wordings : []
  }

  /// The names of the fields that every record should have.
  var names: [String] {
    let patterns = [input, output] + (rationale.map { [$0] } ?? []) + definitions
    let single = [fields.id, fields.task, fields.cluster, fields.subMixture].compactMap { $0 }
    return patterns.flatMap(\.requiredNames) + single
      + [fields.options, fields.candidates, fields.keep].flatMap { $0?.texts ?? [] }
  }

  /// The name of the task, its cluster and sub-mixture, as far as the record itself says.
  func task(of record: some Record) throws -> (name: String?, cluster: String?, subMixture: String?) {
    func text(_ name: String?) throws -> String? {
      try name.flatMap { try record.value($0).texts.first?.trimmedOrNil }
    }
    return (try text(fields.task), try text(fields.cluster), try text(fields.subMixture))
  }

  /// The record as an instance, or the reason why it is of no use.
  func instance(of record: some Record) throws -> Result<Instance, Unusable> {
    var options = description.labels?.texts ?? []
    for name in fields.options?.texts ?? [] { options += try record.value(name).texts }
    options = options.map { clean($0) }
    let value = try output.texts(of: record)
    var references: [String] = []
    var rationale = try self.rationale?.texts(of: record).texts.lazy.compactMap { clean($0).trimmedOrNil }
      .first
    for text in value.texts {
      guard var answer = clean(text).trimmedOrNil else { continue }
      if let mark = description.answerMark {
        guard let range = answer.ranges(of: mark).last else {
          throw SourceError.missingMark(location: value.location, mark: mark)
        }
        rationale = rationale ?? String(answer[..<range.lowerBound]).trimmedOrNil
        answer = String(answer[range.upperBound...]).trimmed
      }
      answer = try resolved(answer, options: options, at: value.location)
      if !answer.isEmpty, !references.contains(answer) { references.append(answer) }
    }
    if references.isEmpty { return .failure(Unusable(reason: .blankTarget)) }
    let question = try input.texts(of: record).texts.map { clean($0) }.joined(separator: "\n").trimmed
    if question.isEmpty { return .failure(Unusable(reason: .blankInput)) }
    if description.dropCalculatorMarks == true { rationale = rationale?.withoutCalculatorMarks }
    var instance = Instance(
      id: try fields.id.flatMap { try record.value($0).texts.first?.trimmedOrNil }, input: question,
      references: references, rationale: rationale, options: options.filter { !$0.isEmpty },
      line: record.location.line ?? 1)
    for name in fields.candidates?.texts ?? [] {
      instance.candidates += try record.value(name).texts.compactMap { clean($0).trimmedOrNil }
    }
    for wording in definitions {
      guard let text = clean(try wording.texts(of: record).texts.joined()).trimmedOrNil else {
        return .failure(Unusable(reason: .blankDefinition))
      }
      instance.definitions.append(text)
    }
    for name in fields.keep?.texts ?? [] {
      instance.fields[name] = try record.value(name).texts.map { clean($0) }.joined(separator: ", ")
    }
    return .success(instance)
  }

  /// Why a record is left out.
  struct Unusable: Error {
    let reason: DropReason
  }

  private func clean(_ text: String) -> String {
    (description.escapes == true ? text.unescaped : text).trimmed
  }

  private func resolved(_ answer: String, options: [String], at location: SourceLocation) throws -> String {
    let form = description.answerForm ?? .text
    let index: Int? =
      switch form {
      case .text: nil
      case .letter: AnswerForm.index(ofLetter: answer)
      case .index: Int(answer)
      case .number: Int(answer).flatMap { $0 > 0 ? $0 - 1 : nil }
      }
    if form == .text { return answer }
    guard let index, options.indices.contains(index) else {
      throw SourceError.noSuchOption(location: location, answer: answer, form: form, count: options.count)
    }
    return options[index]
  }
}

extension AnswerForm {
  /// The index that a letter stands for, bare or in brackets: `B`, `(b)` and `b.` are 1.
  static func index(ofLetter text: String) -> Int? {
    let letters = text.utf8.filter { !"().: ".utf8.contains($0) }
    guard letters.count == 1, let letter = letters.first else { return nil }
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return Int(letter - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return Int(letter - UInt8(ascii: "a"))
    default: return nil
    }
  }
}

extension String {
  /// The text without what stands in `<<...>>`, GSM8K's marks for a calculator.
  var withoutCalculatorMarks: String {
    var result = ""
    var rest = self[...]
    while let open = rest.firstRange(of: "<<"),
      let close = rest[open.upperBound...].firstRange(of: ">>")
    {
      result += rest[..<open.lowerBound]
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}

/// The key `candidates` of an example: the answers among which somebody would choose who knows the kind of
/// answer and nothing else. The score of guessing follows from them.
enum Candidates {
  /// The candidates, blank ones left out; none where the key is missing or holds a text, which is a field
  /// like others.
  /// - Throws: `JSONError` for a list of anything but texts and numbers.
  static func read(_ object: JSONObject) throws -> [String] {
    guard let list = object["candidates"], case .array = list.node.content else { return [] }
    return try list.plainTexts().compactMap(\.trimmedOrNil)
  }
}
