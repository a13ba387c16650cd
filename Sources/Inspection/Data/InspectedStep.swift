import Instructions
import Runs
import Setup

/// The packed batch of a step, example by example.
package struct InspectedStep: Sendable, Codable, Equatable {
  /// One row of the batch.
  package struct Row: Sendable, Codable, Equatable {
    /// Tokens of prompts.
    package var inputTokens: Int
    /// Tokens of targets.
    package var targetTokens: Int
    /// The row's examples; the one at index `k` has segment id `k + 1`.
    package var segments: [InspectedExample]
  }

  /// The recipe's name.
  package var recipe: String
  /// The step, counted from 1.
  package var step: Int
  /// Steps of the recipe's run; the stream goes on after them.
  package var stepsOfRun: Int
  /// The first step of those that are packed together with this one.
  package var firstStepOfWindow: Int
  /// The last step of those.
  package var lastStepOfWindow: Int
  /// The first of the stream's positions that these steps take their examples from.
  package var firstPosition: Int
  /// The last of them.
  package var lastPosition: Int
  /// Examples that the steps before had no room for, and that were offered to these.
  package var takenOver: Int
  /// Examples of these positions that are offered to the steps after.
  package var goingOn: Int
  /// Examples that are in no step, by reason.
  package var leftOutOfWindow: [String: Int]
  /// Tokens of prompts that a row holds.
  package var inputLength: Int
  /// Tokens of targets that a row holds.
  package var targetLength: Int
  /// The share of places for prompts that hold a token, 0...1.
  package var inputFill: Double
  /// The share of decoder places that hold a token, 0...1.
  package var targetFill: Double
  /// The rows.
  package var rows: [Row]
}

extension DataInspection {
  /// The batch of a step, which may lie beyond the recipe's last.
  /// - Parameter number: the step, counted from 1.
  /// - Throws: `InspectionError.badStep`; `MixtureError.badPosition` where its positions do not fit an `Int`;
  ///   `ExampleTooLongError`.
  package func step(_ number: Int) throws -> InspectedStep {
    if number < 1 { throw InspectionError.badStep(number) }
    let index = number - 1
    let length = data.batches.packer.configuration.stepsPerWindow
    let positions = try data.batches.positions(ofWindowAt: index)
    let window = try data.locatingExamples { try data.batches.window(at: index) }
    let batch = window.batches[index % length]
    let fill = batch.fill
    var leftOut: [String: Int] = [:]
    for batch in window.batches {
      for (reason, count) in batch.ledger.total.dropped { leftOut[reason.rawValue, default: 0] += count }
    }
    let first = index - index % length
    return InspectedStep(
      recipe: loaded.recipe.name, step: number, stepsOfRun: loaded.recipe.train.steps,
      firstStepOfWindow: first + 1, lastStepOfWindow: first + length, firstPosition: positions.lowerBound,
      lastPosition: positions.upperBound - 1, takenOver: window.takenOver, goingOn: window.leftOver.count,
      leftOutOfWindow: leftOut, inputLength: batch.inputLength,
      targetLength: batch.targetLength, inputFill: fill.inputs, targetFill: fill.targets,
      rows: try batch.segments.indices.map { try row($0, of: batch) })
  }

  private func row(_ row: Int, of batch: PackedBatch) throws -> InspectedStep.Row {
    let segments = batch.segments[row]
    return InspectedStep.Row(
      inputTokens: segments.last?.inputRange.upperBound ?? 0,
      targetTokens: segments.last?.targetRange.upperBound ?? 0,
      segments: try segments.map { segment in
        let inputs = segment.inputRange.shifted(by: row * batch.inputLength)
        let targets = segment.targetRange.shifted(by: row * batch.targetLength)
        return try example(
          segment.provenance, inputs: batch.inputTokens[inputs], targets: batch.targetTokens[targets],
          isTruncated: segment.isTruncated)
      })
  }
}

extension Range<Int> {
  fileprivate func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
