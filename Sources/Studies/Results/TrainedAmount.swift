import Diagnostics
import Foundation
import JSON
import Runs

/// How much a finished run was trained on.
struct TrainedAmount: Equatable {
  /// Steps.
  let steps: Int
  /// Target tokens of all steps, padding not counted; `nil` where the run has no ledger.
  let targetTokens: Int?

  /// Reads what a run's ledger says; nothing of one whose weights are only evaluated.
  /// - Throws: `FileError`, `StudyError.damaged`.
  init(of run: StudyRun) throws {
    if run.isEvaluation {
      (steps, targetTokens) = (0, 0)
      return
    }
    let path = run.folder.ledgerFile
    guard FileManager.default.fileExists(atPath: path) else {
      (steps, targetTokens) = (run.steps, nil)
      return
    }
    do {
      let ledger = try EventCoding.decode(
        RunLedger.self, from: InputFile.read(path, what: "ledger of a run"))
      (steps, targetTokens) = (ledger.steps, ledger.total.counts.targetTokens)
    } catch is DecodingError {
      throw StudyError.damaged(path: path, problem: "is no ledger that this version can read")
    }
  }
}
