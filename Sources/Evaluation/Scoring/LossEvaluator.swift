import Autograd
import Instructions
import Models

/// Teacher-forced losses of examples, packed into rows.
package final class LossEvaluator {
  private let packer: Packer
  private let model: TeacherForcing

  /// The loss of one example.
  package struct ExampleLoss: Sendable, Equatable {
    /// Cross-entropy summed over the target tokens, in nats.
    package var sum: Double
    /// Target tokens.
    package var tokens: Int
  }

  /// An evaluator for rows of the packer's shape.
  package init(_ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, packer: Packer)
  {
    self.packer = packer
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
    for batch in try packer.packAll(examples) {
      if shouldStop() { return nil }
      let values = try model.crossEntropies(batch)
      for (row, segments) in batch.segments.enumerated() {
        for segment in segments {
          let range = segment.targetRange
          let sum = range.reduce(0.0) { $0 + Double(values[row * batch.targetLength + $1]) }
          losses[segment.source] = ExampleLoss(sum: sum, tokens: range.count)
        }
      }
      ledger.merge(batch.ledger)
      done += batch.segments.reduce(0) { $0 + $1.count }
      try onBatch(done)
    }
    return (losses, ledger)
  }
}
