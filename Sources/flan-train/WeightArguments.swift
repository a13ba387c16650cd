import ArgumentParser
import Diagnostics
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
