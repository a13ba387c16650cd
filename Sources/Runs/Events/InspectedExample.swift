/// One example as the model sees it, and where it comes from.
package struct InspectedExample: Sendable, Codable, Equatable {
  /// A worked example of the prompt.
  package struct Exemplar: Sendable, Codable, Equatable {
    /// `instance` or `positive`: one of the task's instances, or of its positive examples.
    package var origin: String
    /// Its index there.
    package var index: Int
    /// An instance's line in its file.
    package var line: Int?

    /// A worked example.
    package init(origin: String, index: Int, line: Int? = nil) {
      self.origin = origin
      self.index = index
      self.line = line
    }
  }

  /// The task's name.
  package var task: String
  /// The task's cluster.
  package var cluster: String
  /// The position in the stream.
  package var position: Int?
  /// The index of the instance in its task.
  package var instance: Int
  /// The file's own name for the instance.
  package var id: String?
  /// The task's file.
  package var file: String
  /// The instance's line in it.
  package var line: Int?
  /// The prompt format.
  package var format: String
  /// The template's name.
  package var template: String
  /// The worked examples in the prompt, in order.
  package var exemplars: [Exemplar]
  /// Whether exemplars were asked for but not one fitted the row.
  package var lostExemplars: Bool
  /// Tokens of the prompt, with the end-of-sequence id.
  package var inputTokens: Int
  /// Tokens of the target, with the end-of-sequence id.
  package var targetTokens: Int
  /// Whether input or target is longer than the row, and cut.
  package var isTruncated: Bool
  /// Tokens of both sides that are the unknown id.
  package var unknownTokens: Int
  /// The prompt's ids as text, without the end-of-sequence id; unknown tokens are `<unk>`.
  package var prompt: String
  /// The target's ids as text, likewise.
  package var target: String

  /// An example.
  package init(
    task: String, cluster: String, position: Int? = nil, instance: Int, id: String? = nil, file: String,
    line: Int? = nil, format: String, template: String, exemplars: [Exemplar], lostExemplars: Bool,
    inputTokens: Int, targetTokens: Int, isTruncated: Bool, unknownTokens: Int, prompt: String, target: String
  ) {
    self.task = task
    self.cluster = cluster
    self.position = position
    self.instance = instance
    self.id = id
    self.file = file
    self.line = line
    self.format = format
    self.template = template
    self.exemplars = exemplars
    self.lostExemplars = lostExemplars
    self.inputTokens = inputTokens
    self.targetTokens = targetTokens
    self.isTruncated = isTruncated
    self.unknownTokens = unknownTokens
    self.prompt = prompt
    self.target = target
  }

  /// Where the instance stands: `file:line`.
  package var place: String { line.map { "\(file):\($0)" } ?? file }
}
