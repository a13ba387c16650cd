import Diagnostics

/// A field, or a text with fields in it: `question`, or `{premise} Does it follow that {hypothesis}?`, where
/// `{{` and `}}` are braces. A field with a question mark, `{input?}`, may be missing.
struct FieldPattern {
  private enum Part {
    case text(String)
    case field(String, mayBeMissing: Bool)

    /// A field as a pattern names it.
    static func named(_ text: String) -> Part {
      text.hasSuffix("?") && text.count > 1
        ? .field(String(text.dropLast()), mayBeMissing: true) : .field(text, mayBeMissing: false)
    }
  }

  private let parts: [Part]
  /// Whether it is one field and nothing else, so that a list stays a list.
  private let isPlain: Bool

  /// - Parameters:
  ///   - key: the setting, for messages.
  ///   - location: where the setting is used.
  init(_ text: String, key: String, at location: SourceLocation) throws(SourceError) {
    isPlain = !text.contains("{") && !text.contains("}")
    parts = isPlain ? [.named(text)] : try Self.parts(of: text, key: key, at: location)
  }

  /// A text that is one of fields only where it has `{names}`, as definitions are.
  init(wording text: String, key: String, at location: SourceLocation) throws(SourceError) {
    isPlain = false
    parts = try Self.parts(of: text, key: key, at: location)
  }

  private static func parts(
    of text: String, key: String, at location: SourceLocation
  ) throws(SourceError) -> [Part] {
    try BracedText(text).parts.map { part throws(SourceError) in
      if case .text(let literal) = part { return .text(literal) }
      guard case .name(let name) = part, let field = name.trimmedOrNil else {
        throw .invalidSetting(
          location: location, key: key, value: text,
          requirement: "a field's name, or a text with {names}, in which {{ and }} are braces")
      }
      return .named(field)
    }
  }

  /// The names of its fields, in the order of the text.
  var names: [String] { parts.compactMap { if case .field(let name, _) = $0 { name } else { nil } } }

  /// The names of those of its fields that every example must have.
  var requiredNames: [String] {
    parts.compactMap { if case .field(let name, mayBeMissing: false) = $0 { name } else { nil } }
  }

  /// The text of one without fields.
  var literal: String { parts.reduce(into: "") { if case .text(let text) = $1 { $0 += text } } }

  /// The texts of a plain field; else one text, with the elements of a list joined by commas.
  func texts(of record: some Record) throws -> FieldValue {
    let nothing = FieldValue(texts: [], location: record.location)
    if isPlain, case .field(let name, let mayBeMissing) = parts.first {
      return try record.value(name, mayBeMissing: mayBeMissing) ?? nothing
    }
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .field(let name, let mayBeMissing):
        let value = try record.value(name, mayBeMissing: mayBeMissing) ?? nothing
        text += value.texts.joined(separator: ", ")
      }
    }
    return FieldValue(texts: [text], location: record.location)
  }
}
