import Diagnostics

extension SourceDescription {
  /// The wordings of what is to be done, each a text that may have fields of the examples in it:
  /// `{instruction}`.
  /// - Throws: `SourceError.invalidSetting` for a brace that opens or closes no name.
  func definitionPatterns(at location: SourceLocation) throws(SourceError) -> [FieldPattern] {
    var patterns: [FieldPattern] = []
    for text in definitions?.texts.compactMap(\.trimmedOrNil) ?? [] {
      patterns.append(try FieldPattern(wording: text, key: "definitions", at: location))
    }
    return patterns
  }

  /// Refuses definitions that cannot be filled: only examples with fields that a description names have any.
  /// - Throws: `SourceError.invalidSetting`, `SourceError.noFieldsToName`.
  func checkDefinitions(for kind: SourceKind, file: String) throws(SourceError) {
    let place = SourceLocation(file: file)
    let names = try definitionPatterns(at: place).flatMap(\.names)
    let hasFields = kind == .gsm8k || kind.isRecords && fields != RecordFields()
    if let name = names.first, !hasFields {
      throw .noFieldsToName(location: place, key: "definitions", name: name, kind: kind)
    }
  }

  /// What the description says to do in all of a task's instances, in place of `given`, and whether each
  /// instance says it itself instead.
  func definitions(over given: [String], at location: SourceLocation) -> (texts: [String], areFields: Bool) {
    guard let own = definitions else { return (given, false) }
    // What cannot be read as a pattern was refused before anything was read.
    guard let patterns = try? definitionPatterns(at: location) else {
      return (own.texts.compactMap(\.trimmedOrNil), false)
    }
    return patterns.contains { !$0.names.isEmpty } ? ([], true) : (patterns.map(\.literal), false)
  }
}
