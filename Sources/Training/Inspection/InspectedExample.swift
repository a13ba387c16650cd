import Instructions

/// One example as the model sees it, and where it comes from.
public struct InspectedExample: Sendable, Codable, Equatable {
  /// A worked example of the prompt.
  public struct Exemplar: Sendable, Codable, Equatable {
    /// `instance` or `positive`: one of the task's instances, or of its positive examples.
    public var origin: String
    /// Its index there.
    public var index: Int
    /// An instance's line in its file.
    public var line: Int?
  }

  /// The task's name.
  public var task: String
  /// The task's cluster.
  public var cluster: String
  /// The position in the stream.
  public var position: Int?
  /// The index of the instance in its task.
  public var instance: Int
  /// The file's own name for the instance.
  public var id: String?
  /// The task's file.
  public var file: String
  /// The instance's line in it.
  public var line: Int?
  /// The prompt format.
  public var format: String
  /// The template's name.
  public var template: String
  /// The worked examples in the prompt, in order.
  public var exemplars: [Exemplar]
  /// Whether exemplars were asked for but not one fitted the row.
  public var lostExemplars: Bool
  /// Encoder tokens, with the end-of-sequence id.
  public var inputTokens: Int
  /// Decoder tokens, with the end-of-sequence id.
  public var targetTokens: Int
  /// Whether input or target is longer than the row, and cut.
  public var isTruncated: Bool
  /// Tokens of both sides that are the unknown id.
  public var unknownTokens: Int
  /// The encoder's ids as text, without the end-of-sequence id; unknown tokens are `<unk>`.
  public var prompt: String
  /// The decoder's ids as text, likewise.
  public var target: String

  /// Where the instance stands: `file:line`.
  public var place: String { line.map { "\(file):\($0)" } ?? file }
}

extension DataInspection {
  /// An example of the stream.
  /// - Parameters:
  ///   - inputs: its encoder ids, at the end the end-of-sequence id.
  ///   - targets: its decoder ids, likewise.
  func example(
    _ provenance: Provenance, inputs: some Collection<Int32>, targets: some Collection<Int32>,
    isTruncated: Bool
  ) throws -> InspectedExample {
    let task = try data.tasks.task(named: provenance.task)
    let place = task.location(ofInstance: provenance.instance)
    let known = task.instances.indices.contains(provenance.instance)
    return InspectedExample(
      task: task.name, cluster: task.cluster, position: provenance.position, instance: provenance.instance,
      id: known ? task.instances[provenance.instance].id : nil, file: place.file, line: place.line,
      format: provenance.format.rawValue, template: provenance.template,
      exemplars: provenance.exemplars.map { Self.exemplar($0, of: task) },
      lostExemplars: provenance.lostExemplars, inputTokens: inputs.count, targetTokens: targets.count,
      isTruncated: isTruncated,
      unknownTokens: inputs.count { $0 == tokenizer.unknownID }
        + targets.count { $0 == tokenizer.unknownID },
      prompt: text(inputs.dropLast()), target: text(targets.dropLast()))
  }

  static func exemplar(
    _ exemplar: Provenance.Exemplar, of task: InstructionTask
  ) -> InspectedExample.Exemplar {
    switch exemplar {
    case .positive(let index): .init(origin: "positive", index: index)
    case .instance(let index):
      .init(origin: "instance", index: index, line: task.location(ofInstance: index).line)
    }
  }

  /// What the ids say, with the unknown ones named.
  private func text(_ ids: some Collection<Int32>) -> String {
    let text = tokenizer.decode(Array(ids))
    if !ids.contains(tokenizer.unknownID) { return text }
    let mark = tokenizer.decode([tokenizer.unknownID]).trimmingWhiteSpace
    // A vocabulary that says nothing for unknown ids leaves nothing to be replaced.
    return mark.isEmpty ? text : text.replacing(mark, with: "<unk>")
  }
}

extension String {
  fileprivate var trimmingWhiteSpace: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
