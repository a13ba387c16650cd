import Instructions
import Runs
import Tokenization

extension DataInspection {
  /// An example of the stream.
  /// - Parameters:
  ///   - inputs: its prompt's ids, at the end the end-of-sequence id.
  ///   - targets: its target's ids, likewise unless it goes on.
  package func example(
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
      prompt: text(ofPrompt: Array(inputs)), target: text(ofTarget: tokenizer.withoutEnd(Array(targets))))
  }

  /// What a prompt's ids say, with the markers of its turn.
  private func text(ofPrompt ids: [Int32]) -> String {
    if tokenizer.turns == nil { return text(ids.dropLast()) }
    let (head, tail) = (ids.prefix(tokenizer.promptHead.count), ids.suffix(tokenizer.promptTail.count))
    let middle = ids.dropFirst(head.count).dropLast(tail.count)
    return tokenizer.decodeMarked(head) + text(middle) + tokenizer.decodeMarked(tail.dropLast())
  }

  package static func exemplar(
    _ exemplar: Provenance.Exemplar, of task: InstructionTask
  ) -> InspectedExample.Exemplar {
    switch exemplar {
    case .positive(let index): .init(origin: "positive", index: index)
    case .instance(let index):
      .init(origin: "instance", index: index, line: task.location(ofInstance: index).line)
    }
  }

  /// What a target's ids say, with the unknown ones named.
  private func text(ofTarget ids: some Collection<Int32>) -> String {
    ids.contains(tokenizer.unknownID) ? text(ids) : tokenizer.answer(Array(ids))
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
