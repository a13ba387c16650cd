import Autograd
import Crypto
import Evaluation
import Foundation
import Instructions
import JSON
import Runs
import Storage

/// Hashes of all that a step leaves behind: two runs with the same fingerprints are the same run.
package struct StepFingerprint: Sendable, Codable, Equatable {
  /// The step, counted from 1.
  package var step: Int
  /// SHA-256 over all weights.
  package var weights: String
  /// SHA-256 over the optimizer's tensors.
  package var optimizer: String
  /// SHA-256 of where the run stands in its data: the steps, and what became of each task's examples.
  package var dataPosition: String
  /// SHA-256 of the step's metrics without its time.
  package var metrics: String
  /// SHA-256 of the scores of the evaluation after the step without its time, where there is one.
  package var evaluation: String?

  /// The fingerprint of a step.
  package init(_ metrics: StepMetrics, tensors: TensorHashes, ledger: Ledger) throws {
    step = metrics.step
    weights = tensors.weights.sha256
    optimizer = tensors.optimizer.sha256
    dataPosition = ContentHash.of(Data("\(metrics.step) ".utf8) + (try EventCoding.line(ledger)))
    var metrics = metrics
    metrics.seconds = 0
    self.metrics = ContentHash.of(try EventCoding.line(metrics))
  }

  /// Takes in the evaluation after the step.
  package mutating func add(_ summary: EvaluationSummary) throws {
    var summary = summary
    summary.seconds = 0
    evaluation = ContentHash.of(try EventCoding.line(summary))
  }
}

/// The hash of every tensor that training changes.
package struct TensorHashes: Sendable, Equatable {
  /// Named hashes, in order.
  package struct Group: Sendable, Equatable {
    package var names: [String]
    package var hashes: [String]

    /// SHA-256 over all of them.
    package var sha256: String {
      ContentHash.of(Data(zip(names, hashes).map { "\($0) \($1)\n" }.joined().utf8))
    }

    /// The first name whose hash is another in `other`.
    package func firstDifference(from other: Group) -> String? {
      let theirs = Dictionary(zip(other.names, other.hashes), uniquingKeysWith: { first, _ in first })
      return zip(names, hashes).first { theirs[$0] != $1 }?.0 ?? other.names.first { !names.contains($0) }
    }
  }

  package var weights: Group
  package var optimizer: Group

  package init(weights: Group, optimizer: Group) {
    (self.weights, self.optimizer) = (weights, optimizer)
  }

  /// The hashes of the tensors as they are now.
  /// - Throws: what the runtime throws where a device does not give one.
  package init(of state: TrainingState) throws {
    let names = state.model.parameters.map(\.name)
    weights = Group(names: names, hashes: try names.map { try state.parameters[$0].sha256() })
    let slots = state.slotNames.filter { state.slots[$0] != nil }
    optimizer = Group(names: slots, hashes: try slots.compactMap { try state.slots[$0]?.sha256() })
  }
}
