import Autograd
import Checkpoints
import Diagnostics
import Evaluation
import Foundation
import Storage

/// Asks the model in a folder the questions of published suites, outside training.
package struct SuiteSession {
  private let model: InferenceModel
  private let batch: Int
  private let output: SuiteOutputFolder?

  /// A session.
  /// - Parameters:
  ///   - batch: prompts that are decoded together.
  ///   - output: where answers and scores are written; nowhere where `nil`.
  package init(_ model: InferenceModel, batch: Int, output: SuiteOutputFolder?) {
    self.model = model
    self.batch = batch
    self.output = output
  }

  /// Runs the suites one after the other; each is written when it is done. A session that is stopped, or
  /// killed, leaves a journal of its answers beside what it has written, from which the next one of the same
  /// model goes on.
  /// - Parameter shouldStop: asked between batches; when true, the call returns `nil`.
  /// - Throws: an error about the folder where it has no tokenizer; `FileError` where answers cannot be
  ///   written.
  package func run(
    _ runs: [SuiteRun], shouldStop: () -> Bool = { false },
    onProgress: (SuiteRun.Progress) throws -> Void = { _ in }
  ) throws -> (summary: SuiteSummary, outcomes: [SuiteRun.Outcome])? {
    let evaluator = SuiteEvaluator(
      model.model, model.parameters, runtime: model.runtime, tokenizer: try model.requireTokenizer(),
      batch: batch)
    let journal = try output.map {
      try EvaluationJournal(at: $0.journalFile, identity: "weights \(model.parameters.sha256())")
    }
    var outcomes: [SuiteRun.Outcome] = []
    for run in runs {
      let outcome = try run.run(
        evaluator, journal: journal, shouldStop: shouldStop, onProgress: onProgress)
      guard let outcome else { return nil }
      try output?.write(outcome, run.suite)
      outcomes.append(outcome)
    }
    let summary = SuiteSummary(
      model: model.folder, step: try model.checkpointStep(), suites: outcomes.map(\.report),
      weights: model.weights.ifRounded)
    try output?.write(summary)
    try output?.removeJournal()
    return (summary, outcomes)
  }
}

extension InferenceModel {
  /// The step of a checkpoint; `nil` for any other folder.
  /// - Throws: `TrainerStateError` where the state beside the model is damaged.
  package func checkpointStep() throws -> Int? {
    let path = "\(folder)/\(TrainerStateFile.fileName)"
    return FolderChain.isFile(path) ? try TrainerStateFile(reading: path).state.step : nil
  }
}
