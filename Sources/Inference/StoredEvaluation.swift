import Diagnostics
import Evaluation
import JSON

/// The scores of the predictions that an evaluation of a run has left in its `predictions.jsonl`; no model is needed.
package struct StoredEvaluation: Encodable {
  /// The groups, in the order of an evaluation; losses are not known.
  package let groups: [EvaluationGroup]

  /// Judges the predictions in the file at `path` anew.
  /// - Throws: what `HeldOutPredictions.readAll` throws; `JSONError.invalidValue` for an unknown group.
  package init(predictions path: String) throws {
    let lines = try HeldOutPredictions.readAll(path)
    let names = EvaluationGroup.Name.allCases
    for line in lines where !names.contains(where: { $0.rawValue == line.group }) {
      throw JSONError.invalidValue(
        location: line.groupLocation, value: "'\(line.group)'",
        requirement: "one of \(names.map(\.rawValue).joined(separator: ", "))")
    }
    groups = names.compactMap { name in
      let mine = lines.filter { $0.group == name.rawValue }
      let scores = HeldOutPredictions.scores(of: mine)
      return mine.isEmpty ? nil : EvaluationGroup(name: name, rows: scores.map { EvaluationRow($0) })
    }
  }
}
