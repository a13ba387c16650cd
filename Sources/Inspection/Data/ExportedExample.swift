import Instructions
import Runs
import Setup

/// One example of the formatted mixture as other programs take it: texts, ids, and where it comes from.
package struct ExportedExample: Sendable, Encodable, Equatable {
  /// The step, counted from 1.
  package var step: Int
  /// The row of the step's batch, counted from 0.
  package var row: Int
  /// The segment of the row, counted from 1, as in the model's segment ids.
  package var segment: Int
  /// The position in the stream.
  package var position: Int?
  /// The prompt as it was written, before any tokenizer.
  package var inputs: String
  /// The target as it was written.
  package var targets: String
  /// The prompt's ids in the row, with the end-of-sequence id.
  package var inputIDs: [Int32]
  /// The decoder's target ids in the row, likewise.
  package var targetIDs: [Int32]
  /// The weight of each of the target's tokens in the loss.
  package var lossWeight: Float
  /// The acceptable answers, without rationale or closing sentence.
  package var references: [String]
  /// The task's name.
  package var task: String
  /// Its cluster.
  package var cluster: String
  /// Its part of the mixture.
  package var subMixture: String
  /// Its share of the stream, 0...1.
  package var taskShare: Double
  /// The prompt format.
  package var format: String
  /// Flan's name for the kind of template: `zs_opt`, `zs_noopt`, `fs_opt`, `fs_noopt`.
  package var templateType: String
  /// The template's name.
  package var template: String
  /// What is asked for where it is not the answer.
  package var inversion: String?
  /// The style in which the answers to choose from are shown; `nil` where none are.
  package var optionStyle: String?
  /// The worked examples in the prompt, in order.
  package var exemplars: [InspectedExample.Exemplar]
  /// Whether ids were cut to the row.
  package var isTruncated: Bool
  /// The file that the instance is from.
  package var file: String
  /// The line in it.
  package var line: Int?
  /// The index of the instance in its task, counted from 0.
  package var instance: Int
  /// The file's own name for it.
  package var instanceID: String?

  /// The names in the file: those of texts and ids are the ones that a `jsonl` source is read by.
  private enum CodingKeys: String, CodingKey {
    case step, row, segment, position, inputs, targets, references, task, cluster, format, template, inversion
    case exemplars, file, line, instance
    case inputIDs = "input_ids"
    case targetIDs = "target_ids"
    case lossWeight = "loss_weight"
    case subMixture = "sub_mixture"
    case taskShare = "task_share"
    case templateType = "flan_type"
    case optionStyle = "option_style"
    case isTruncated = "truncated"
    case instanceID = "instance_id"
  }
}

/// What an export came to.
package struct ExportSummary: Sendable, Codable, Equatable {
  /// The steps whose rows were gone through, from the first.
  package var steps = 0
  /// Examples in these rows.
  package var examples = 0
  /// Examples that are in no row, by reason.
  package var leftOut: [String: Int] = [:]
}

extension DataInspection {
  /// Hands over every example in the rows of the first `steps` steps, in the order of steps, rows and
  /// segments; one window of steps is in memory at a time.
  /// - Throws: `InspectionError.badStepCount`, `ExampleTooLongError`, and what `body` throws.
  package func export(steps: Int, _ body: (ExportedExample) throws -> Void) throws -> ExportSummary {
    try requireSteps(steps)
    let length = data.batches.packer.configuration.stepsPerWindow
    let entries = Dictionary(
      uniqueKeysWithValues: data.batches.stream.mixture.entries.map { ($0.split.task.name, $0) })
    var summary = ExportSummary(steps: steps)
    for start in stride(from: 0, to: steps, by: length) {
      let window = try data.locatingExamples { try data.batches.window(at: start) }
      for (offset, batch) in window.batches.enumerated() where start + offset < steps {
        for (reason, count) in batch.ledger.total.dropped {
          summary.leftOut[reason.rawValue, default: 0] += count
        }
        for row in batch.segments.indices {
          for segment in batch.segments[row].indices {
            guard let entry = entries[batch.segments[row][segment].provenance.task] else { continue }
            try body(exported(segment, ofRow: row, of: batch, step: start + offset + 1, entry: entry))
            summary.examples += 1
          }
        }
      }
    }
    return summary
  }

  private func exported(
    _ index: Int, ofRow row: Int, of batch: PackedBatch, step: Int, entry: Mixture.Entry
  ) throws -> ExportedExample {
    let segment = batch.segments[row][index]
    let provenance = segment.provenance
    let (inputs, targets) = (row * batch.inputLength, row * batch.targetLength)
    let task = entry.split.task
    let place = task.location(ofInstance: provenance.instance)
    let written = try data.batches.stream.example(at: provenance.position ?? 0)
    return ExportedExample(
      step: step, row: row, segment: index + 1, position: provenance.position, inputs: written.prompt,
      targets: written.target,
      inputIDs: segment.inputRange.map { batch.inputTokens[inputs + $0] },
      targetIDs: segment.targetRange.map { batch.targetTokens[targets + $0] },
      lossWeight: segment.targetRange.first.map { batch.targetWeights[targets + $0] } ?? 0,
      references: segment.references, task: task.name, cluster: task.cluster, subMixture: entry.subMixture,
      taskShare: entry.share, format: provenance.format.rawValue, templateType: provenance.templateType,
      template: provenance.template, inversion: provenance.inversion?.rawValue,
      optionStyle: provenance.optionStyle,
      exemplars: provenance.exemplars.map { Self.exemplar($0, of: task) },
      isTruncated: segment.isTruncated, file: place.file, line: place.line, instance: provenance.instance,
      instanceID: task.instances[provenance.instance].id)
  }
}
