import Autograd
import Instructions
import Models
import ProcessGroups

/// Teacher-forced losses of examples, packed into rows.
package final class LossEvaluator {
  private let packer: Packer
  private let model: TeacherForcing
  private let ranks: (any ProcessGroup)?

  /// The loss of one example.
  package struct ExampleLoss: Sendable, Equatable {
    /// Cross-entropy summed over the target tokens, in nats.
    package var sum: Double
    /// Target tokens.
    package var tokens: Int
  }

  /// An evaluator for rows of the packer's shape.
  /// - Parameter ranks: the processes that share the batches.
  package init(
    _ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, packer: Packer,
    ranks: (any ProcessGroup)? = nil
  ) {
    self.packer = packer
    self.ranks = ranks
    self.model = TeacherForcing(
      model, parameters, runtime: runtime,
      shape: PackedShape(
        rows: packer.configuration.rows, inputLength: packer.configuration.inputLength,
        targetLength: packer.configuration.targetLength))
  }

  /// The loss of every example, in order; `nil` for one that was too long and dropped.
  /// - Parameters:
  ///   - shouldStop: asked before each batch; when true, the call returns `nil`.
  ///   - onBatch: told at the start, and after each batch, how many examples have their losses.
  /// - Returns: the losses, and the ledger of what was cut or dropped to fit the rows.
  /// - Throws: `PackingError`; what the runtime and `onBatch` throw.
  package func losses(
    of examples: [TokenizedExample], shouldStop: () -> Bool = { false },
    onBatch: (_ done: Int) throws -> Void = { _ in }
  ) throws -> (losses: [ExampleLoss?], ledger: Ledger)? {
    var losses = [ExampleLoss?](repeating: nil, count: examples.count)
    var ledger = Ledger()
    var done = 0
    try onBatch(done)
    let batches = try packer.packAll(examples)
    let share = ProcessShare(ranks)
    for start in stride(from: 0, to: batches.count, by: share.count) {
      let round = batches[start...].prefix(share.count)
      let sums = try share.numbers(of: round.count, shouldStop: shouldStop) {
        try self.sums(of: batches[start + $0])
      }
      guard let sums else { return nil }
      for (batch, sums) in zip(round, sums) {
        for (segment, sum) in zip(batch.segments.joined(), sums) {
          losses[segment.source] = ExampleLoss(sum: sum, tokens: segment.targetRange.count)
        }
        ledger.merge(batch.ledger)
        done += batch.segments.reduce(0) { $0 + $1.count }
      }
      try onBatch(done)
    }
    return (losses, ledger)
  }

  /// The cross-entropy of every example of a batch, row by row, in nats.
  private func sums(of batch: PackedBatch) throws -> [Double] {
    let values = try model.crossEntropies(batch)
    return batch.segments.enumerated().flatMap { row, segments in
      segments.map { segment in
        segment.targetRange.reduce(0.0) { $0 + Double(values[row * batch.targetLength + $1]) }
      }
    }
  }
}
