import Diagnostics
import Instructions
import Tokenization

/// Examples that a model is tested with, grouped by task and format.
package struct HeldOutSet: Sendable {
  /// The examples of one task in one format.
  package struct Group: Sendable {
    /// The task's name.
    package let task: String
    /// The task's cluster.
    package let cluster: String
    /// The format.
    package let format: PromptFormat
    /// The task's most frequent answer, which a model that reads nothing would give.
    package let majorityAnswer: String?
    /// What judges the task's answers.
    package let metric: MetricChoice
    /// The examples.
    package let examples: [Example]
  }

  /// One example.
  package struct Example: Sendable {
    /// The prompt as text.
    package let prompt: String
    /// The target as text, with the rationale where the format has one.
    package let target: String
    /// The answers that count as right, then what the vocabulary writes of them where that is another text.
    package let references: [String]
    /// Prompt and target as ids.
    package let tokens: TokenizedExample
    /// The instance: its own id, or its number in the task.
    package let id: StoredPrediction.ExampleID
    /// The file and line that it stands in.
    package let location: SourceLocation
    /// What guessing among its candidates gives: the share of them that is right; 0 for free text.
    package let chance: Double
    /// The last word of a text; `nil` for what is no text, or does not end in one that can be asked for.
    package let lastWord: LastWord?
  }

  /// The groups, in the order of tasks and then formats; none is empty.
  package let groups: [Group]

  /// Whether its examples are texts, which have a loss, and last words in place of answers.
  package var isOfTexts: Bool { groups.contains { $0.metric.reason.isOfTexts } }

  /// Few-shot prompts that are not asked, since a row has no room for a single exemplar.
  package let withoutRoom: Int

  /// The references that the vocabulary writes otherwise.
  package let referenceLoss: ReferenceLoss

  /// The groups, each with the places of its examples among those of all.
  var placedGroups: [(group: Group, examples: Range<Int>)] {
    var start = 0
    return groups.map { group in
      defer { start += group.examples.count }
      return (group, start..<start + group.examples.count)
    }
  }

  /// The number of examples.
  package var count: Int { groups.reduce(0) { $0 + $1.examples.count } }

  /// A set of groups, none of them empty.
  init(groups: [Group], withoutRoom: Int, referenceLoss: ReferenceLoss) {
    self.groups = groups
    self.withoutRoom = withoutRoom
    self.referenceLoss = referenceLoss
  }

  /// The held-out instances of `splits` in every format that they support.
  /// - Parameters:
  ///   - limit: the most instances of a task.
  /// - Throws: `TaskDataError.tokenOutsideVocabulary`, `.damagedStore`, `TemplateError.unknownFamily`.
  package init(
    _ splits: [TaskSplit], formats: [PromptFormat], limit: Int, maker: EvaluationExamples
  ) throws {
    var groups: [Group] = []
    var lost = 0
    var referenceLoss = ReferenceLoss()
    for split in splits {
      let majority = Self.majorityAnswer(of: split)
      let metric = MetricChoice(for: split.task, instances: split.train.isEmpty ? split.heldOut : split.train)
      let examples = try maker.examples(of: split, formats: formats, limit: limit)
      lost += examples.count(where: \.formatted.provenance.lostExemplars)
      for format in formats {
        // What has lost its exemplars has become the same instance's other form, which is asked already.
        let chosen = examples.filter {
          $0.formatted.provenance.format == format && !$0.formatted.provenance.lostExemplars
        }
        if chosen.isEmpty { continue }
        let made = chosen.map { formatted, tokenized in
          let written = WrittenReferences(formatted.references, by: maker.tokenizer)
          let example = Example(
            formatted, tokenized, of: split.task, written: written, tokenizer: maker.tokenizer)
          referenceLoss.add(written, of: formatted.references.count, at: example.location.description)
          return example
        }
        let asksWords = made.contains { $0.lastWord != nil }
        groups.append(
          Group(
            task: split.task.name, cluster: split.task.cluster, format: format, majorityAnswer: majority,
            metric: asksWords ? MetricChoice(.exactMatch, .lastWord) : metric, examples: made))
      }
    }
    for split in splits {
      if let failure = split.task.instances.failure { throw failure }
    }
    self.groups = groups
    withoutRoom = lost
    self.referenceLoss = referenceLoss
  }

  /// The most instances of a task that its most frequent answer is looked for in.
  private static let majoritySample = 2048

  /// The most frequent answer among the trained instances, or among all of a task that is not trained, but
  /// for the later ones of very many; of equally frequent ones the first by its bytes.
  static func majorityAnswer(of split: TaskSplit) -> String? {
    var counts: [String: Int] = [:]
    for index in (split.train.isEmpty ? split.heldOut : split.train).prefix(majoritySample) {
      for answer in Set(split.task.instances[index].references) { counts[answer, default: 0] += 1 }
    }
    return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }
}

extension HeldOutSet.Example {
  fileprivate init(
    _ formatted: FormattedExample, _ tokenized: TokenizedExample, of task: InstructionTask,
    written: WrittenReferences, tokenizer: any Tokenizer
  ) {
    let index = formatted.provenance.instance
    let instance = task.instances[index]
    self.init(
      prompt: formatted.prompt, target: formatted.target, references: formatted.references + written.texts,
      tokens: tokenized,
      id: instance.id.map { .text($0) } ?? .index(index), location: task.location(ofInstance: index),
      chance: GuessedAnswer.chance(instance),
      lastWord: task.objective.flatMap { objective in
        instance.tokens.flatMap { LastWord($0, by: objective, tokenizer: tokenizer) }
      })
  }
}

/// What a guess among the candidates for an answer scores: the level of chance.
enum GuessedAnswer {
  /// The share of the different candidates that count as right; 0 for free text, which has none. The options
  /// of a question are its candidates where it has no others.
  static func chance(_ instance: Instance) -> Double {
    let texts = instance.candidates.isEmpty ? instance.options : instance.candidates
    let candidates = Set(texts.map { AnswerExtraction.whole.read($0).text })
    if candidates.isEmpty { return 0 }
    let right = candidates.count { AnswerExtraction.isMatch($0, instance.references) }
    return Double(right) / Double(candidates.count)
  }
}
