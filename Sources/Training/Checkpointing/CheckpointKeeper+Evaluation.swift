import Crypto
import Evaluation
import Foundation
import JSON
import Recipes
import Storage

extension CheckpointKeeper {
  /// Writes every prediction of an evaluation, one JSON object a line.
  package func writePredictions(_ predictions: [GroupedPrediction], step: Int) throws {
    let path = folder.evaluationFolder(step: step)
    try folder.create(path)
    var text = Data()
    for prediction in predictions { text += try EventCoding.line(prediction) + Data("\n".utf8) }
    try folder.write(text, to: "\(path)/predictions.jsonl")
  }

  /// The journal of the evaluation after a step: its answers hold for these very weights and settings.
  package func evaluationJournal(
    _ state: TrainingState, step: Int, settings: EvaluationSettings, packing: PackingSettings
  ) throws -> EvaluationJournal {
    let decided = [
      "step \(step)", "weights \(try state.parameters.sha256())", "inputLength \(packing.inputLength)",
      "maximumTokens \(settings.maximumTokens)", "batch \(settings.batch)",
    ]
    return try EvaluationJournal(
      at: folder.evaluationJournalFile(step: step), identity: decided.joined(separator: ", "),
      fileSystem: fileSystem)
  }

  /// Removes the journals of evaluations up to a step, whose results a checkpoint now holds.
  package func removeEvaluationJournals(through step: Int) throws {
    for journal in folder.evaluationJournalSteps where journal <= step {
      try fileSystem.removeTree(folder.evaluationJournalFile(step: journal))
    }
  }
}

/// A prediction with the kind of held-out examples that it is of: a line of `predictions.jsonl`.
package struct GroupedPrediction: Encodable {
  package let group: EvaluationGroup.Name
  package let prediction: Prediction

  private enum Key: String, CodingKey { case group }

  package func encode(to encoder: any Encoder) throws {
    try prediction.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(group, forKey: .group)
  }
}
