import Foundation
import Inference
import Models

/// What rounded weights change, in a line.
enum WeightComparisonText {
  /// Scores of the same targets.
  static func line(_ agreement: ScoreAgreement, _ weights: WeightFormat, beside: WeightFormat) -> String {
    "\(weights.rawValue) beside \(beside.rawValue): \(agreement.targets) targets of \(agreement.tokens) tokens; "
      + "log-probabilities of tokens differ by \(nats(agreement.mean)) in the mean "
      + "(\(nats(agreement.meanMagnitude)) without signs), by \(nats(agreement.largest)) at most"
  }

  /// Answers to the same prompts.
  static func line(_ agreement: AnswerAgreement, _ weights: WeightFormat, beside: WeightFormat) -> String {
    let share = Double(agreement.before) / Double(max(1, agreement.tokens))
    func speed(_ tokens: Int, _ seconds: Double) -> Int { seconds > 0 ? Int(Double(tokens) / seconds) : 0 }
    return
      "\(weights.rawValue) beside \(beside.rawValue): \(agreement.same) of \(agreement.answers) answers are the same; "
      + String(format: "%.2f%%", 100 * share)
      + " of \(agreement.tokens) tokens stand before the first that differs; "
      + "\(speed(agreement.made.own, agreement.seconds.own)) tokens/s beside "
      + "\(speed(agreement.made.other, agreement.seconds.other))"
  }

  private static func nats(_ number: Double) -> String { String(format: "%.6f", number) }
}
