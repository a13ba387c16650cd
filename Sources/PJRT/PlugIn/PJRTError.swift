import Diagnostics

/// What a plug-in could not do, in its own words.
package struct PJRTError: UserError, Equatable {
  /// The kinds of failure, which are those of abseil's statuses.
  package enum Code: Int32, Sendable {
    case cancelled = 1
    case unknown = 2
    /// A program or an option is wrong.
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    /// There is too little memory.
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    /// The plug-in cannot do this at all.
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16
  }

  /// The plug-in's file.
  package let plugIn: String
  /// What was to be done: `compile the program`.
  package let operation: String
  /// The kind of failure.
  package let code: Code
  /// What the plug-in says; may have many lines.
  package let message: String

  /// A failure.
  package init(plugIn: String, operation: String, code: Code, message: String) {
    (self.plugIn, self.operation, self.code, self.message) = (plugIn, operation, code, message)
  }

  /// Whether the device, or the host, has too little memory.
  package var isOutOfMemory: Bool { code == .resourceExhausted }

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .failure }

  /// The plug-in.
  package var location: SourceLocation? { SourceLocation(file: plugIn) }

  /// What is wrong.
  package var problem: String { "could not \(operation): \(message) (\(code))" }

  /// What to do about it.
  package var nextStep: String? {
    switch code {
    case .resourceExhausted: "Take fewer rows in a batch, or more devices."
    case .unimplemented: "Take a newer plug-in."
    default: nil
    }
  }
}
