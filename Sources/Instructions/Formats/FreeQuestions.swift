import Tokenization

/// Writes questions that belong to no task in the four formats, as somebody asks them in a conversation.
///
/// Nothing is left to chance: the first template of a list is taken, the first wording of a definition, and
/// as many worked examples as the configuration and the prompt's budget allow, always the same.
package struct FreeQuestions: Sendable {
  private let library: TemplateLibrary
  private let formatter: ExampleFormatter
  private let configuration: ExampleStream.Configuration

  /// A writer with the templates and exemplars of a training stream.
  package init(
    templates: TemplateLibrary, tokenizer: any Tokenizer, configuration: ExampleStream.Configuration
  ) {
    library = templates
    var configuration = configuration
    configuration.exemplars.mixedShare = 0
    configuration.exemplars.explainedShare = 0
    self.configuration = configuration
    formatter = ExampleFormatter(
      configuration: configuration, optionStyles: templates.optionStyles, tokenizer: tokenizer)
  }

  /// A question without worked examples: as it is, or with the words by which the general family asks for a
  /// rationale.
  package func prompt(_ question: String, reasons: Bool) -> String {
    let template = library.general.zeroShot(.zeroShotChainOfThought).first {
      !$0.prompt.showsDefinition && $0.fields.isEmpty
    }
    guard reasons, let template else { return question }
    var text = ""
    template.prompt.render(TemplateValues(input: question), into: &text)
    return text.trimmed
  }

  /// A question after worked examples of a task.
  /// - Parameter split: the task; what is trained on is shown, of a task that is held out whole anything.
  /// - Returns: `nil` where the task has no examples of that kind, or none fits.
  /// - Throws: `TemplateError.unknownFamily`, `TaskDataError.damagedStore`.
  package func prompt(_ question: String, after split: TaskSplit, reasons: Bool) throws -> String? {
    // The family's templates may need fields that a line does not give; the general ones do not.
    var general = split.task
    general.family = nil
    let text =
      try prompt(question, after: split.task, of: split, reasons: reasons)
      ?? prompt(question, after: general, of: split, reasons: reasons)
    if let failure = split.task.instances.failure { throw failure }
    return text
  }

  private func prompt(
    _ question: String, after task: InstructionTask, of split: TaskSplit, reasons: Bool
  ) throws -> String? {
    let prepared = PreparedTask(
      task, instances: split.train, shown: split.train.isEmpty ? split.heldOut : split.train,
      templates: try TaskTemplates(
        task, library: library, policy: configuration.templatePolicy, inversionRate: 0),
      random: CounterRandom(seed: configuration.seed, label: "conversation \(task.name)"))
    let asked = ExampleFormatter.Question(
      index: -1, instance: Instance(input: question, references: [""]),
      format: reasons ? .fewShotChainOfThought : .fewShot, number: 0, templateFraction: 0,
      words: SIMD4(0, 0, 0, .max), style: nil)
    return formatter.renderFewShot(asked, of: prepared)?.example.prompt
  }
}
