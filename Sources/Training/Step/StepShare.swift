import Autograd
import Foundation
import ProcessGroups

/// What a process computes of a step that several processes take together: in each pass one part each, in the order of
/// their ranks, so that the step's parts are added as one process adds them that computes them all.
package final class StepShare {
  private let group: any ProcessGroup
  private let passes: Int
  private let storages: [any TensorStorage]
  private let sums: RankOrderedSums

  /// - Parameters:
  ///   - parts: the step's parts, a multiple of the processes.
  ///   - storages: the sums of gradients, in the parameters' order.
  init(_ group: any ProcessGroup, parts: Int, _ storages: [any TensorStorage]) {
    precondition(parts % group.count == 0, "\(parts) parts of a step for \(group.count) processes")
    self.group = group
    self.storages = storages
    passes = parts / group.count
    sums = RankOrderedSums(group, numbers: storages.reduce(0) { $0 + $1.type.shape.count })
  }

  /// Bytes that a process holds for sums beside those of the step alone.
  package static func byteCount(numbers: Int, processes: Int, passes: Int) -> Int {
    RankOrderedSums.byteCount(numbers: numbers, count: processes, passes: passes)
  }

  /// The parts that this process computes, one a pass.
  var parts: [Int] { (0..<passes).map { $0 * group.count + group.rank } }

  /// Adds the gradients of a pass of all processes to the sums.
  /// - Throws: `ProcessGroupError`.
  func addGradients(ofPass pass: Int) throws {
    // A tensor's memory stays where it is for as long as the tensor is there, and this holds it.
    let memory = storages.map { storage in storage.withMutableBytes { $0.bindMemory(to: Float.self) } }
    try sums.add(memory, pass: pass, of: passes)
  }

  /// Gives every process what all parts told.
  /// - Parameter own: of this process's parts.
  /// - Returns: of all parts, in their order.
  /// - Throws: `ProcessGroupError`.
  func gather(_ own: [TrainingStep.PartOutcome]) throws -> [TrainingStep.PartOutcome] {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    let all = try group.gather(encoder.encode(own)).map {
      try PropertyListDecoder().decode([TrainingStep.PartOutcome].self, from: $0)
    }
    return (0..<passes).flatMap { pass in all.map { $0[pass] } }
  }
}
