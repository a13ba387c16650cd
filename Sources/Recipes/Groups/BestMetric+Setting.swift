import Diagnostics
import Evaluation
import Instructions
import JSON
import Settings

extension BestMetric: SettingValue {
  package static var shape: SettingShape { .text }
  package var json: OrderedJSON { .string(rawValue) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> BestMetric? {
    guard let name = reading.take({ () throws(JSONError) in try field.string() }) else { return nil }
    if let metric = BestMetric(rawValue: name) { return metric }
    reading.problems.append(
      .contradiction(
        location: field.location, problem: "is '\(name)', which is the name of no score",
        nextStep: advice(for: name)))
    return nil
  }

  /// The nearest name, and what names there are.
  private static func advice(for name: String) -> String {
    let near =
      NearestName.suggestion(for: name, in: all.map(\.rawValue)).map { "Did you mean '\($0)'? " } ?? ""
    let groups = EvaluationGroup.Name.allCases.map(\.rawValue).joined(separator: " or ")
    let heldOut = HeldOutScore.allCases.map(\.rawValue).joined(separator: ", ")
    let ofSuites = SuiteScore.allCases.map(\.rawValue).joined(separator: ", ")
    return near + "There are \(groups), with a slash and one of \(heldOut), and a format behind it "
      + "if wanted (\(heldOutInstancesExactMatch.rawValue)/\(PromptFormat.zeroShot.rawValue)); \(suites)/NAME/ with one of "
      + "\(ofSuites); \(normalizedAverage.rawValue)."
  }
}
