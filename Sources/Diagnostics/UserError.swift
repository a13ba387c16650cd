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
