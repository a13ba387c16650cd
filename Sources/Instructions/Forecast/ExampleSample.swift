/// What was seen of a stream's first examples when they were tokenized, for whoever looks at them again.
package struct ExampleSample: Sendable {
  /// An example.
  struct Entry: Sendable {
    /// Tokens of its input, with the end-of-sequence id.
    let inputs: Int
    /// Tokens of its target, with the end-of-sequence id.
    let targets: Int
    /// Whether its target has the unknown id.
    let losesText: Bool

    init(_ example: TokenizedExample, of stream: ExampleStream) {
      inputs = example.inputs.count
      targets = example.targets.count
      losesText = example.targets.contains(stream.tokenizer.unknownID)
    }
  }

  /// By entry of the mixture, in the order of occurrence.
  private var entries: [[Entry]] = []

  /// Nothing seen yet.
  package init() {}

  /// What is known of an occurrence of a task's examples.
  subscript(task: Int, occurrence: Int) -> Entry? {
    entries.indices.contains(task) && occurrence < entries[task].count ? entries[task][occurrence] : nil
  }

  /// What is at a position of the stream, tokenized unless it was before.
  /// - Throws: `MixtureError.badPosition`, `TaskDataError.damagedStore`.
  mutating func entry(at position: Int, of stream: ExampleStream) throws -> Entry {
    let (task, occurrence) = try stream.occurrence(at: position)
    if let known = self[task, occurrence] { return known }
    let entry = Entry(try stream.tokenized(task, occurrence: occurrence), of: stream)
    while entries.count <= task { entries.append([]) }
    // Positions are asked for from the start on, so that nothing is left out.
    if entries[task].count == occurrence { entries[task].append(entry) }
    return entry
  }
}
