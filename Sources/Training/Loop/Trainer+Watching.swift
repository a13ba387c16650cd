import Foundation
import Instructions
import JSON
import Storage

extension Trainer {
  /// Warns of a loss or gradient norm far above that of recent steps, and names the examples of highest loss.
  package func watch(_ loss: Double, _ outcome: TrainingStep.Outcome, _ batch: PackedBatch) throws {
    guard let threshold = recipe.logging.spikes else { return }
    let spikes = progress.spikes.add(
      step: progress.step, loss: loss, gradientNorm: outcome.gradientNorm, threshold: threshold)
    if spikes.isEmpty { return }
    let examples = batch.examples(outcome.tokenCrossEntropy)
      .sorted { ($1.loss, $0.row, $0.segment) < ($0.loss, $1.row, $1.segment) }
    for var spike in spikes {
      spike.examples = Array(examples.prefix(3))
      try listener.receive(.spikeFound(spike))
    }
  }

  /// The error of a step that left the finite numbers, with what could be found out about it; writes
  /// `divergence.json`.
  package func divergence(
    _ loss: Double, _ outcome: TrainingStep.Outcome, _ batch: PackedBatch
  ) throws -> DivergenceError {
    let index = progress.step
    let from = (progress.lastCheckpoint ?? 0) + 1
    try listener.receive(
      .message(
        .warning,
        "step \(index + 1) is not finite (loss \(loss)); the steps from \(from) on are taken again to find where"
      ))
    // One process can search alone: it takes the parts of all.
    let finding = writes ? findOrigin(ofStep: index, batch) : DivergenceSearch.Finding()
    let report = DivergenceReport(
      step: index + 1, loss: loss, outcome, learningRate: recipe.learningRate(ofStep: index), finding,
      batch,
      parameters: trainingStep.programs.trained.map(\.name))
    if writes {
      try checkpoints.folder.write(EventCoding.line(report), to: checkpoints.folder.divergenceFile)
    }
    return DivergenceError(
      report: report, run: checkpoints.folder.path, lastCheckpoint: progress.lastCheckpoint)
  }

  private func findOrigin(ofStep index: Int, _ batch: PackedBatch) -> DivergenceSearch.Finding {
    do {
      return try search.search(step: index, batch, shouldStop: { stop.isRaised })
    } catch {
      return DivergenceSearch.Finding(note: "the steps could not be taken again: \(error)")
    }
  }
}

extension DivergenceReport {
  /// A report of a step.
  package init(
    step: Int, loss: Double, _ outcome: TrainingStep.Outcome, learningRate: Double,
    _ finding: DivergenceSearch.Finding, _ batch: PackedBatch, parameters: [String]
  ) {
    self.init(
      step: step, loss: loss, gradientNorm: outcome.gradientNorm, learningRate: learningRate,
      origin: finding.origin, note: finding.note,
      parameters: parameters.map { name in
        Parameter(
          name: name, norm: finding.norms?[name],
          gradientNorm: (outcome.gradientSquares[name] ?? .nan).squareRoot())
      },
      examples: batch.examples(outcome.tokenCrossEntropy), rows: batch.idRows)
  }
}

extension PackedBatch {
  /// The ids of every example, row by row.
  fileprivate var idRows: [DivergenceReport.Row] {
    segments.enumerated().map { row, segments in
      DivergenceReport.Row(
        inputs: segments.map { segment in
          segment.inputRange.map { inputTokens[row * inputLength + $0] }
        },
        targets: segments.map { segment in
          segment.targetRange.map { targetTokens[row * targetLength + $0] }
        })
    }
  }
}
