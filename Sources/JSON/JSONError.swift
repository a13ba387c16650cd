import Diagnostics

/// What can be wrong with a JSON file, with the place of it.
public enum JSONError: UserError, Equatable {
  /// The text is not JSON: `expected` says what should stand at `location`.
  case syntax(location: SourceLocation, found: String, expected: String)
  /// A key stands twice in one object.
  case duplicateKey(location: SourceLocation, key: String)
  /// The value has another type than the reader wants.
  case wrongType(location: SourceLocation, expected: String, found: String)
  /// A key that must be there is not.
  case missingKey(location: SourceLocation, key: String, present: [String])
  /// A key that is not known.
  case unknownKey(location: SourceLocation, key: String, valid: [String])
  /// The value has the right type but is outside what is allowed: `requirement` says what is.
  case invalidValue(location: SourceLocation, value: String, requirement: String)

  /// All are errors in data; readers of recipes rethrow them under their own category.
  public var category: FailureCategory { .data }

  /// Where it is.
  public var location: SourceLocation? {
    switch self {
    case .syntax(let location, _, _), .duplicateKey(let location, _), .wrongType(let location, _, _),
      .missingKey(let location, _, _), .unknownKey(let location, _, _), .invalidValue(let location, _, _):
      location
    }
  }

  /// What is wrong.
  public var problem: String {
    switch self {
    case .syntax(_, let found, let expected): "found \(found) where \(expected) should stand"
    case .duplicateKey(_, let key): "the key '\(key)' stands twice in the same object"
    case .wrongType(_, let expected, let found): "is \(found) but must be \(expected)"
    case .missingKey(_, let key, _): "the key '\(key)' is missing"
    case .unknownKey(_, let key, _): "unknown key '\(key)'"
    case .invalidValue(_, let value, let requirement): "is \(value) but must be \(requirement)"
    }
  }

  /// What to do about it.
  public var nextStep: String? {
    switch self {
    case .syntax(_, let found, _):
      if found == "the end of the file" {
        "The file looks truncated: write or copy it again."
      } else if found.hasSuffix("not UTF-8") {
        "Convert it, for example with 'iconv -f LATIN1 -t UTF-8'."
      } else {
        nil
      }
    case .duplicateKey: "Keep one of the two."
    case .wrongType, .invalidValue: nil
    case .missingKey(_, let key, let present):
      NearestName.suggestion(for: key, in: present).map { "Is '\($0)' meant to be '\(key)'?" }
        ?? "Add it."
    case .unknownKey(_, let key, let valid): NearestName.advice(for: key, in: valid)
    }
  }
}

extension JSONError {
  /// The same with the field that it was found in, as the parser goes back through the values that hold it.
  /// - Parameter part: a key, or `[index]`.
  func inside(_ part: String) -> JSONError {
    guard case .syntax(var location, let found, let expected) = self else { return self }
    let inner = location.field ?? ""
    if inner.utf8.count > 200 { return self }
    location.field = inner.isEmpty || inner.hasPrefix("[") ? part + inner : "\(part).\(inner)"
    return .syntax(location: location, found: found, expected: expected)
  }
}
