import Runs

/// Listens to a run, and takes the fingerprint of each of its steps.
package final class FingerprintRecorder: TrainingListener {
  /// The fingerprints so far, by step; a step that is done again replaces its own.
  package private(set) var steps: [Int: StepFingerprint] = [:]
  /// The hashes behind them.
  package private(set) var tensors: [Int: TensorHashes] = [:]
  /// Raised when the step is done that the run is to stop after.
  package private(set) var stop = StopRequest()
  /// The trainer that is listened to.
  package weak var trainer: Trainer?
  private var last = 0
  private let outerStop: StopRequest

  private let onStep: (Int) -> Void

  /// - Parameters:
  ///   - outerStop: ends the whole verification.
  ///   - onStep: told the number of each step that is done.
  package init(outerStop: StopRequest, onStep: @escaping (Int) -> Void = { _ in }) {
    self.outerStop = outerStop
    self.onStep = onStep
  }

  /// Lets the next run stop after a step.
  package func stopNext(after step: Int) {
    last = step
    stop = StopRequest()
  }

  package func receive(_ event: TrainingEvent) throws {
    if outerStop.isRaised { throw ResumeVerification.Stopped() }
    switch event {
    case .stepCompleted(let metrics):
      guard let trainer else { return }
      let hashes = try TensorHashes(of: trainer.state)
      tensors[metrics.step] = hashes
      steps[metrics.step] = try StepFingerprint(metrics, tensors: hashes, ledger: trainer.progress.ledger)
      if metrics.step >= last { stop.raise() }
      onStep(metrics.step)
    case .evaluationCompleted(let summary): try steps[summary.step]?.add(summary)
    default: break
    }
  }
}
