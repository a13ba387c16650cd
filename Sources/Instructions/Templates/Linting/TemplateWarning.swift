import Diagnostics

/// Something about a template that works, but not as it looks.
package struct TemplateWarning: Sendable, Equatable, CustomStringConvertible {
  /// The file, line and field.
  package let location: SourceLocation
  /// What it is, in one sentence without a full stop.
  package let problem: String
  /// What to do about it.
  package let nextStep: String

  /// `place: problem`, then the next step on a line of its own.
  package var description: String { "\(location): \(problem)\n  \(nextStep)" }
}
