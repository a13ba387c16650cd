import Instructions

/// One example of the formatted mixture as other programs take it: texts, ids, and where it comes from.
public struct ExportedExample: Sendable, Encodable, Equatable {
  /// The step, counted from 1.
  public var step: Int
  /// The row of the step's batch, counted from 0.
  public var row: Int
  /// The segment of the row, counted from 1, as in the model's segment ids.
  public var segment: Int
  /// The position in the stream.
  public var position: Int?
  /// The prompt as it was written, before any tokenizer.
  public var inputs: String
  /// The target as it was written.
  public var targets: String
  /// The encoder's ids in the row, with the end-of-sequence id.
  public var inputIDs: [Int32]
  /// The decoder's target ids in the row, likewise.
  public var targetIDs: [Int32]
  /// The weight of each of the target's tokens in the loss.
  public var lossWeight: Float
  /// The acceptable answers, without rationale or closing sentence.
  public var references: [String]
  /// The task's name.
  public var task: String
  /// Its cluster.
  public var cluster: String
  /// Its part of the mixture.
  public var subMixture: String
  /// Its share of the stream, 0...1.
  public var taskShare: Double
  /// The prompt format.
  public var format: String
  /// Flan's name for the kind of template: `zs_opt`, `zs_noopt`, `fs_opt`, `fs_noopt`.
  public var templateType: String
  /// The template's name.
  public var template: String
  /// What is asked for where it is not the answer.
  public var inversion: String?
  /// The style in which the answers to choose from are shown; `nil` where none are.
  public var optionStyle: String?
  /// The worked examples in the prompt, in order.
  public var exemplars: [InspectedExample.Exemplar]
  /// Whether ids were cut to the row.
  public var isTruncated: Bool
  /// The file that the instance is from.
  public var file: String
  /// The line in it.
  public var line: Int?
  /// The index of the instance in its task, counted from 0.
  public var instance: Int
  /// The file's own name for it.
  public var instanceID: String?

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
public struct ExportSummary: Sendable, Codable, Equatable {
  /// The steps whose rows were gone through, from the first.
  public var steps = 0
  /// Examples in these rows.
  public var examples = 0
  /// Examples that are in no row, by reason.
  public var leftOut: [String: Int] = [:]
}

extension DataInspection {
  /// Hands over every example in the rows of the first `steps` steps, in the order of steps, rows and segments; one
  /// window of steps is in memory at a time.
  /// - Throws: `InspectionError.badStepCount`, `ExampleTooLongError`, and what `body` throws.
  public func export(steps: Int, _ body: (ExportedExample) throws -> Void) throws -> ExportSummary {
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
      inputIDs: segment.inputRange.map { batch.encoderTokens[inputs + $0] },
      targetIDs: segment.targetRange.map { batch.decoderTargets[targets + $0] },
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
