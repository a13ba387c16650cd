import Tokenization

/// The examples that a held-out set is tested with: a pure function of (seed, task, format).
package struct EvaluationExamples: Sendable {
  /// The vocabulary.
  package var tokenizer: any Tokenizer { formatter.tokenizer }
  private let templates: TemplateLibrary
  private let formatter: ExampleFormatter
  private let policy: TemplateSet.Policy
  private let seed: UInt64

  /// A maker of evaluation examples, with the same choices as a training stream.
  package init(
    templates: TemplateLibrary, tokenizer: any Tokenizer, configuration: ExampleStream.Configuration
  ) {
    self.templates = templates
    formatter = ExampleFormatter(
      configuration: configuration, optionStyles: templates.optionStyles, tokenizer: tokenizer)
    policy = configuration.templatePolicy
    seed = configuration.seed
  }

  /// The first `limit` held-out instances of a task in each of `formats` that they support.
  ///
  /// Exemplars come from the positive examples and the trained instances; of a task that is held out whole,
  /// from the positive examples, and only where it has none from its other instances. Examples of one
  /// format stand together, in the order of `formats`.
  ///
  /// Questions are never turned round here.
  /// - Throws: `TaskDataError.tokenOutsideVocabulary`, `.damagedStore`, `TemplateError.unknownFamily`.
  package func examples(
    of split: TaskSplit, formats: [PromptFormat], limit: Int
  ) throws -> [(formatted: FormattedExample, tokenized: TokenizedExample)] {
    try ExampleStream.checkTokens(of: split.task, vocabularySize: formatter.tokenizer.vocabularySize)
    let hasPositives = !split.task.positiveExamples.isEmpty
    let shown = split.train.isEmpty && !hasPositives ? split.heldOut : split.train
    let task = try PreparedTask(
      split.task, instances: split.heldOut, shown: shown,
      templates: TaskTemplates(split.task, library: templates, policy: policy, inversionRate: 0),
      random: CounterRandom(seed: seed, label: "evaluation \(split.task.name)"))
    var examples: [(formatted: FormattedExample, tokenized: TokenizedExample)] = []
    for format in formats {
      for (number, index) in split.heldOut.prefix(max(limit, 0)).enumerated() {
        guard task.formats(ofInstance: index).contains(format) else { continue }
        let point = LatticePoint(
          occurrence: number, random: task.random, domain: ExampleFormatter.Domain.lattice.rawValue)
        let rendered = formatter.render(
          index, of: task, format: format, number: number, templateFraction: point.second)
        examples.append((rendered.example, formatter.tokenize(rendered, of: task)))
      }
    }
    if let failure = split.task.instances.failure { throw failure }
    return examples
  }
}
