/// An error that the person at the command line can act on.
///
/// Every module throws its own typed errors; they conform to this protocol so that a message always says
/// *what* is wrong, *where*, and *what to do next*, in one layout, with one exit code.
public protocol UserError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, which decides the exit code.
  var category: FailureCategory { get }
  /// What is wrong, as one sentence without a full stop, with the offending values in it.
  var problem: String { get }
  /// Where it is: file, line, field; `nil` where no place can be named.
  var location: SourceLocation? { get }
  /// What to do next, as one sentence; names the nearest valid name where there is one.
  var nextStep: String? { get }
}

extension UserError {
  /// `place: problem`, then the next step on a line of its own; control characters in them are shown.
  public var description: String {
    var text = ""
    if let location { text += "\(VisibleText.line(location.description)): " }
    text += problem
    if let nextStep { text += "\n  \(nextStep)" }
    return VisibleText.message(text)
  }
}

/// Several user errors found in one pass, reported together so that one edit can mend them all.
public struct UserErrors: UserError {
  /// The errors, in the order in which they were found; never empty.
  public let errors: [any UserError]

  /// Bundles `errors`.
  /// - Returns: `nil` when there is none.
  public init?(_ errors: [any UserError]) {
    if errors.isEmpty { return nil }
    self.errors = errors
  }

  /// The kind of failure, which decides the exit code.
  public var category: FailureCategory { errors[0].category }

  /// Where it is.
  public var location: SourceLocation? { nil }

  /// What to do about it.
  public var nextStep: String? { nil }

  /// What is wrong.
  public var problem: String { errors.map(\.description).joined(separator: "\n") }

  /// One error after the other.
  public var description: String { problem }
}

/// The kinds of failure; each has one exit code.
///
/// The codes follow `sysexits.h` where it has one, so that scripts can tell a wrong recipe from a full disk.
public enum FailureCategory: Int32, Sendable, CaseIterable {
  /// The run failed for a reason of its own.
  case failure = 1
  /// Training diverged: a loss or a weight is no longer finite.
  case diverged = 2
  /// The command line or the recipe is wrong (`EX_USAGE`).
  case usage = 64
  /// A data, model or vocabulary file is wrong (`EX_DATAERR`).
  case data = 65
  /// Reading or writing failed (`EX_IOERR`).
  case inputOutput = 74
  /// Stopped on request after a full checkpoint; the run can be resumed (`EX_TEMPFAIL`).
  case stopped = 75

  /// The process exit code.
  public var exitCode: Int32 { rawValue }
}

/// A place in something the user gave: a file, a line in it, a field.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file's path as the user wrote it, or a name such as `command line`.
  public var file: String
  /// The line, counted from 1.
  public var line: Int?
  /// The column in characters (Unicode scalars), counted from 1.
  public var column: Int?
  /// The field path, such as `train.batch.rows` or `Instances[3].output`.
  public var field: String?

  /// Names a place.
  public init(file: String, line: Int? = nil, column: Int? = nil, field: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
  }

  /// `file:line:column: field`, without the parts that are unknown.
  public var description: String {
    var text = file
    if let line {
      text += ":\(line)"
      if let column { text += ":\(column)" }
    }
    if let field, !field.isEmpty { text += ": \(field)" }
    return text
  }
}
