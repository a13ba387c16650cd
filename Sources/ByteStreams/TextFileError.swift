import Diagnostics

/// What can be wrong with a text file before its format is looked at.
package enum TextFileError: UserError, Equatable {
  /// The file is in another encoding than UTF-8, as its first bytes say.
  case encoding(path: String, name: String)
  /// A NUL byte, which no text has.
  case nulByte(location: SourceLocation)
  /// A line is longer than any example can be.
  case lineTooLong(location: SourceLocation, limit: Int)

  /// All are errors in data.
  package var category: FailureCategory { .data }

  /// The file and line.
  package var location: SourceLocation? {
    switch self {
    case .encoding(let path, _): SourceLocation(file: path, line: 1)
    case .nulByte(let location), .lineTooLong(let location, _): location
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .encoding(_, let name): "is \(name) text but must be UTF-8"
    case .nulByte: "holds a NUL byte, which text never does"
    case .lineTooLong(_, let limit): "is longer than \(limit >> 20) MiB, more than an example can be"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .encoding(_, let name): "Convert it, for example with 'iconv -f \(name) -t UTF-8'."
    case .nulByte: "If the file is UTF-16, convert it to UTF-8; else it is no text file."
    case .lineTooLong: "Check that the file has line breaks, and that it is of the kind that it is read as."
    }
  }
}
