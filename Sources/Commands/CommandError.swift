import Diagnostics

/// Why a command gave nothing that can be read.
package struct CommandError: UserError, Equatable {
  /// What went wrong.
  package enum Cause: Sendable, Equatable {
    /// No folder of `PATH` has the program; `searched` are those folders.
    case notFound(searched: [String], similar: String?)
    /// The file at the path that the command names is missing, or may not be run.
    case notExecutable(path: String, isThere: Bool)
    /// The folder that the command is to run in is not there.
    case noFolder(path: String)
    /// The system could not start the program.
    case refused(reason: String)
    /// It ended as no program that has done its work does; `lastWords` is the end of what it said on standard
    /// error.
    case failed(ending: CommandEnding, lastWords: [String])
    /// It ended well, and had written nothing.
    case silent(lastWords: [String])
    /// What it wrote is not JSON Lines; `text` is the start of the line.
    case malformed(line: Int, problem: String, text: String)
    /// It was stopped, since the whole program was asked to.
    case stopped
  }

  /// The setting that names the command.
  package let location: SourceLocation?
  /// The command.
  package let command: ExternalCommand
  /// What went wrong.
  package let cause: Cause

  /// An error.
  package init(_ cause: Cause, of command: ExternalCommand, at location: SourceLocation?) {
    self.location = location
    self.command = command
    self.cause = cause
  }

  /// The kind of failure: as for a file that cannot be read.
  package var category: FailureCategory {
    switch cause {
    case .refused: .inputOutput
    case .stopped: .stopped
    default: .data
    }
  }

  /// What is wrong.
  package var problem: String {
    let name = "the command \(command.text)"
    return switch cause {
    case .notFound(let searched, _):
      "there is no program '\(command.program)'; looked for in \(searched.joined(separator: ":"))"
    case .notExecutable(let path, let isThere):
      isThere ? "the program \(path) may not be run" : "there is no program \(path)"
    case .noFolder(let path): "\(name) cannot run in \(path), which is no folder"
    case .refused(let reason): "\(name) could not be run: \(reason)"
    case .failed(let ending, let words): "\(name) \(ending)\(Self.said(words))"
    case .silent(let words): "\(name) has written nothing\(Self.said(words))"
    case .malformed(let line, let problem, let text):
      "line \(line) of what \(name) wrote is not JSON Lines: \(problem)\n    \(text)"
    case .stopped: "\(name) was stopped; nothing is kept of what it wrote"
    }
  }

  private static func said(_ words: [String]) -> String {
    words.isEmpty
      ? ", and said nothing on standard error"
      : ", and said on standard error:" + words.map { "\n    \($0)" }.joined()
  }

  /// What to do about it.
  package var nextStep: String? {
    switch cause {
    case .notFound(_, let similar):
      (similar.map { "Did you mean '\($0)'? Else " } ?? "")
        + KnownPrograms.installation(of: command.program, startsSentence: similar == nil)
    case .notExecutable(let path, let isThere):
      isThere ? "Allow it with 'chmod +x \(path)'." : "A relative path begins at the recipe's folder."
    case .noFolder: "Put the recipe's folder back, or start from the recipe at its new place."
    case .refused: "Run it by hand to see whether it works there."
    case .failed, .silent: "Run it by hand in the recipe's folder until it writes JSON Lines."
    case .malformed: KnownPrograms.linesAdvice(for: command.name)
    case .stopped: "The same call again runs it from its start."
    }
  }
}

/// How a command ended.
package enum CommandEnding: Sendable, Equatable, CustomStringConvertible {
  /// With an exit code; 0 is success.
  case exited(Int32)
  /// By a signal.
  case signaled(Int32)

  /// The ending, in words.
  package var description: String {
    switch self {
    case .exited(let code): "ended with exit code \(code)"
    case .signaled(let number): "was ended by signal \(number)"
    }
  }
}
