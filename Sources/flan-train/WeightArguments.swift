import ArgumentParser
import Diagnostics
import Foundation
import Inference
import Models

/// The option of verbs that ask a model which says how its weights are kept.
struct WeightArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "float32: weights as they are; bfloat16 or int8: rounded to 16 or 8 bits, for faster answers that may differ.",
      valueName: "format"),
    completion: .list(WeightFormat.allCases.map(\.rawValue)), transform: WeightArguments.format)
  var weights = WeightFormat.float32

  /// A format by its name.
  /// - Throws: `ValidationError` with the nearest one.
  static func format(_ text: String) throws -> WeightFormat {
    if let format = WeightFormat(rawValue: text) { return format }
    let names = WeightFormat.allCases.map(\.rawValue)
    throw ValidationError("'\(text)' is no format of weights. \(NearestName.advice(for: text, in: names))")
  }
}

/// The option of verbs that tell what rounded weights change.
struct BesideArgument: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask the model with these weights too, and tell on standard error how far both agree.",
      valueName: "format"),
    completion: .list(WeightFormat.allCases.map(\.rawValue)), transform: WeightArguments.format)
  var beside: WeightFormat?
}

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
