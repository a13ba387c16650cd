import Autograd
import Crypto
import Foundation
import Instructions
import Storage

/// Hashes of all that a step leaves behind: two runs with the same fingerprints are the same run.
public struct StepFingerprint: Sendable, Codable, Equatable {
  /// The step, counted from 1.
  public var step: Int
  /// SHA-256 over all weights.
  public var weights: String
  /// SHA-256 over the optimizer's tensors.
  public var optimizer: String
  /// SHA-256 of where the run stands in its data: the steps, and what became of each task's examples.
  public var dataPosition: String
  /// SHA-256 of the step's metrics without its time.
  public var metrics: String
  /// SHA-256 of the scores of the evaluation after the step without its time, where there is one.
  public var evaluation: String?

  /// The fingerprint of a step.
  init(_ metrics: StepMetrics, tensors: TensorHashes, ledger: Ledger) throws {
    step = metrics.step
    weights = tensors.weights.sha256
    optimizer = tensors.optimizer.sha256
    dataPosition = ContentHash.of(Data("\(metrics.step) ".utf8) + (try EventCoding.line(ledger)))
    var metrics = metrics
    metrics.seconds = 0
    self.metrics = ContentHash.of(try EventCoding.line(metrics))
  }

  /// Takes in the evaluation after the step.
  mutating func add(_ summary: EvaluationSummary) throws {
    var summary = summary
    summary.seconds = 0
    evaluation = ContentHash.of(try EventCoding.line(summary))
  }
}

/// The hash of every tensor that training changes.
struct TensorHashes: Sendable, Equatable {
  /// Named hashes, in order.
  struct Group: Sendable, Equatable {
    var names: [String]
    var hashes: [String]

    /// SHA-256 over all of them.
    var sha256: String { ContentHash.of(Data(zip(names, hashes).map { "\($0) \($1)\n" }.joined().utf8)) }

    /// The first name whose hash is another in `other`.
    func firstDifference(from other: Group) -> String? {
      let theirs = Dictionary(zip(other.names, other.hashes), uniquingKeysWith: { first, _ in first })
      return zip(names, hashes).first { theirs[$0] != $1 }?.0 ?? other.names.first { !names.contains($0) }
    }
  }

  var weights: Group
  var optimizer: Group

  init(weights: Group, optimizer: Group) {
    (self.weights, self.optimizer) = (weights, optimizer)
  }

  /// The hashes of the tensors as they are now.
  init(of state: TrainingState) {
    let names = state.model.parameters.map(\.name)
    weights = Group(names: names, hashes: names.map { state.parameters[$0].sha256 })
    let slots = state.slotNames.filter { state.slots[$0] != nil }
    optimizer = Group(names: slots, hashes: slots.compactMap { state.slots[$0]?.sha256 })
  }
}
