import Evaluation
import Text

/// How far a suite is, on one line.
package enum SuiteProgressText {
  /// The suite, its questions, tokens in a second and the time that is left.
  package static func line(_ progress: SuiteRun.Progress) -> String {
    var parts = [
      progress.suite,
      "\(NumberText.grouped(progress.answered))/\(NumberText.grouped(progress.questions)) questions",
    ]
    if progress.tokens > 0, progress.seconds > 0 {
      parts.append("\(NumberText.grouped(Int(Double(progress.tokens) / progress.seconds))) tokens/s")
    }
    if progress.answered > 0, progress.answered < progress.questions {
      let left =
        progress.seconds / Double(progress.answered) * Double(progress.questions - progress.answered)
      parts.append("eta \(NumberText.duration(left))")
    }
    return parts.joined(separator: " | ")
  }
}
