import Commands
import Diagnostics
import Foundation

/// How a run of a study stands, or has ended.
package enum RunEnd: Sendable, Equatable {
  /// It is done.
  case done
  /// It was asked to stop, and goes on from a full checkpoint.
  case stopped
  /// It has failed; `words` are the last that it said.
  case failed(FailureCategory, ending: CommandEnding, words: [String])
  /// It was never begun: what it starts from has failed, or the study was stopped.
  case notBegun

  /// The end of a process that makes a run.
  /// - Parameters:
  ///   - isDone: whether the run is marked as done.
  ///   - isAsked: whether it was asked to stop: one that has not come to hear that yet is ended by the signal.
  ///   - words: the last lines that it has written.
  package init(_ ending: CommandEnding, isDone: Bool, isAsked: Bool = false, words: [String]) {
    switch ending {
    case .exited(0) where isDone: self = .done
    case .exited(FailureCategory.stopped.exitCode): self = .stopped
    case .signaled(SIGTERM) where isAsked: self = .stopped
    case .exited(let code):
      self = .failed(FailureCategory(rawValue: code) ?? .failure, ending: ending, words: words)
    case .signaled: self = .failed(.failure, ending: ending, words: words)
    }
  }

  /// Whether others would fail in the same way: a wrong recipe, wrong data, a full disk.
  var isOfAll: Bool {
    guard case .failed(let category, _, _) = self else { return false }
    return category != .failure && category != .diverged
  }
}
