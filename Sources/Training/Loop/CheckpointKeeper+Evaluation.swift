import Crypto
import Evaluation
import Foundation

extension CheckpointKeeper {
  /// Writes every prediction of an evaluation, one JSON object a line.
  func writePredictions(_ predictions: [Prediction], step: Int) throws {
    let path = folder.evaluationFolder(step: step)
    try folder.create(path)
    var text = Data()
    for prediction in predictions { text += try EventCoding.line(prediction) + Data("\n".utf8) }
    try AtomicFile.write(text, to: "\(path)/predictions.jsonl")
  }

  /// The journal of the evaluation after a step: its answers hold for these very weights and settings.
  func evaluationJournal(
    _ state: TrainingState, step: Int, settings: EvaluationSettings, packing: PackingSettings
  ) throws -> EvaluationJournal {
    let decided = [
      "step \(step)", "weights \(state.parameters.sha256)", "inputLength \(packing.inputLength)",
      "maximumTokens \(settings.maximumTokens)", "batch \(settings.batch)",
    ]
    return try EvaluationJournal(
      at: folder.evaluationJournalFile(step: step), identity: decided.joined(separator: ", "),
      fileSystem: fileSystem)
  }

  /// Removes the journals of evaluations up to a step, whose results a checkpoint now holds.
  func removeEvaluationJournals(through step: Int) throws {
    for journal in folder.evaluationJournalSteps where journal <= step {
      try fileSystem.removeTree(folder.evaluationJournalFile(step: journal))
    }
  }
}
