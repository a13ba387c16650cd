import Instructions

/// An example of a step's batch, as a message names it.
package struct BatchExample: Sendable, Codable, Equatable {
  /// The row of the batch, counted from 1.
  package var row: Int
  /// The example's number in its row, counted from 1: its segment id.
  package var segment: Int
  /// The task's name.
  package var task: String
  /// The index of the instance in its task.
  package var instance: Int
  /// The prompt format.
  package var format: String
  /// The template's name.
  package var template: String
  /// Its target tokens.
  package var targetTokens: Int
  /// Its cross-entropy per target token in nats, by the weights before the step.
  package var loss: Double

  /// An example.
  package init(
    row: Int, segment: Int, task: String, instance: Int, format: String, template: String, targetTokens: Int,
    loss: Double
  ) {
    self.row = row
    self.segment = segment
    self.task = task
    self.instance = instance
    self.format = format
    self.template = template
    self.targetTokens = targetTokens
    self.loss = loss
  }

  /// In words: `task:instance (template)`.
  package var words: String { "\(task):\(instance) (\(template))" }
}

extension PackedBatch {
  /// The examples with their losses, row by row.
  /// - Parameter tokenCrossEntropy: `[rows, targetLength]`, of this batch.
  package func examples(_ tokenCrossEntropy: [Float]) -> [BatchExample] {
    segments.enumerated().flatMap { row, segments in
      segments.enumerated().map { index, segment in
        let range = segment.targetRange
        let sum = range.reduce(0.0) { $0 + Double(tokenCrossEntropy[row * targetLength + $1]) }
        return BatchExample(
          row: row + 1, segment: index + 1, task: segment.provenance.task,
          instance: segment.provenance.instance, format: segment.provenance.format.rawValue,
          template: segment.provenance.template, targetTokens: range.count,
          loss: sum / Double(max(range.count, 1)))
      }
    }
  }
}
