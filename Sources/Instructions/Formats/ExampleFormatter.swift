import Tokenization

/// Turns an instance into a prompt and a target, and both into token ids.
///
/// All that is left to chance is drawn from the task's own counter-based generator at the number given, so an
/// example is a function of (seed, task, number).
struct ExampleFormatter: Sendable {
  let exemplars: ExemplarConfiguration
  let options: OptionConfiguration
  let optionStyles: OptionStyles
  let tokenizer: any Tokenizer
  /// The most tokens of a prompt with exemplars, with its end-of-sequence id; `nil` is no limit.
  let promptBudget: Int?

  init(configuration: ExampleStream.Configuration, optionStyles: OptionStyles, tokenizer: any Tokenizer) {
    exemplars = configuration.exemplars
    options = configuration.options
    self.optionStyles = optionStyles
    self.tokenizer = tokenizer
    promptBudget = configuration.promptBudget
  }

  /// What besides task and tokenizer decides what examples look like.
  var cacheKey: String {
    [
      String(reflecting: exemplars), String(reflecting: options), String(reflecting: optionStyles),
      "\(promptBudget ?? 0)",
    ].joined(separator: "\n")
  }

  /// The uses of one number's random words.
  enum Domain: UInt64 {
    case epoch = 1, lattice, wording, exemplars, optionStyle, mixedTemplates, mixedClosers
    case optionShare, formShare, inversionShare, objective
  }

  /// What is asked, with all that its number decides.
  struct Question {
    let index: Int
    let instance: Instance
    let format: PromptFormat
    /// The occurrence that all choices are a function of.
    let number: UInt64
    /// Which template, as a fraction of 2^64 of those there are.
    let templateFraction: UInt64
    /// Random words: definition, reference, closer, number of exemplars.
    let words: SIMD4<UInt32>
    /// How the options are shown; `nil` where they are not.
    let style: OptionStyle?
  }

  /// A formatted example, with the ids that are known already: those of the prompt as a model reads it, those of the target alone.
  struct Rendered {
    var example: FormattedExample
    var promptIDs: [Int32]?
    var targetIDs: [Int32]?
    /// Whether the end-of-sequence id follows `targetIDs`.
    var targetEnds = true
  }

  /// Instance `index` in `format`; a few-shot prompt of which no exemplar fits becomes the zero-shot form.
  /// - Parameters:
  ///   - number: the occurrence that all choices are a function of.
  ///   - templateFraction: which template, as a fraction of 2^64 of those there are.
  func render(
    _ index: Int, of task: PreparedTask, format: PromptFormat, number: Int, templateFraction: UInt64
  ) -> Rendered {
    let instance = task.task.instances[index]
    let number = UInt64(truncatingIfNeeded: number)
    if let tokens = instance.tokens {
      return task.task.objective.map { renderText(tokens, index, of: task, by: $0, number: number) }
        ?? renderTokens(tokens, index, of: task)
    }
    let question = Question(
      index: index, instance: instance, format: format, number: number, templateFraction: templateFraction,
      words: task.random.words(at: number, domain: Domain.wording.rawValue),
      style: style(of: instance, task: task, number: number))
    if let template = inversion(of: question, task: task) {
      return renderInverted(question, of: task, by: template)
    }
    if format.hasExemplars {
      if let rendered = renderFewShot(question, of: task) { return rendered }
      var rendered = renderZeroShot(question, of: task)
      rendered.example.provenance.lostExemplars = true
      return rendered
    }
    return renderZeroShot(question, of: task)
  }

  /// The token ids of an example, both sides with an end-of-sequence id, but for targets that go on.
  func tokenize(_ rendered: Rendered, of task: PreparedTask) -> TokenizedExample {
    let inputs = rendered.promptIDs ?? tokenizer.prompt(rendered.example.prompt)
    let targets = rendered.targetIDs.map { $0 + (rendered.targetEnds ? [tokenizer.endOfSequenceID] : []) }
    return TokenizedExample(
      inputs: inputs,
      targets: targets ?? tokenizer.target(rendered.example.target, after: rendered.example.prompt),
      targetEnds: rendered.targetEnds, references: rendered.example.references,
      provenance: rendered.example.provenance)
  }

  private func renderTokens(_ tokens: TokenPair, _ index: Int, of task: PreparedTask) -> Rendered {
    let target = tokenizer.decode(tokens.targets)
    let provenance = Provenance(task: task.task.name, instance: index, format: .zeroShot, template: "tokens")
    let example = FormattedExample(
      prompt: tokenizer.decode(tokens.inputs), target: target, references: [target], provenance: provenance)
    return Rendered(
      example: example, promptIDs: tokenizer.prompt(tokens.inputs), targetIDs: tokens.targets)
  }
}

// MARK: - Texts

extension ExampleFormatter {
  /// A piece of a text as its objective has it: what is left to chance is drawn anew at every number, and so
  /// in every epoch.
  private func renderText(
    _ piece: TokenPair, _ index: Int, of task: PreparedTask, by objective: TextObjective, number: UInt64
  ) -> Rendered {
    let key = task.random.bits(at: number, domain: Domain.objective.rawValue)
    let random = CounterRandom(key: key)
    let denoiser = objective.denoiser(random)
    let sides = denoiser.sides(of: piece.inputs, random: random)
    let provenance = Provenance(
      task: task.task.name, instance: index, format: .zeroShot, template: denoiser.name)
    let example = FormattedExample(
      prompt: tokenizer.decode(sides.inputs), target: tokenizer.decode(sides.targets), references: [],
      provenance: provenance)
    // A text has no turns: it ends, and that is all.
    return Rendered(
      example: example, promptIDs: sides.inputs + [tokenizer.endOfSequenceID], targetIDs: sides.targets,
      targetEnds: denoiser.objective.endsTarget(ofPiece: piece.endsText))
  }
}

// MARK: - Shares

extension ExampleFormatter {
  /// A fraction of 2^64 that goes through the numbers evenly, each use by a step of its own.
  ///
  /// Like the lattice of formats and templates, so that asked shares are met by every task and not only on
  /// average; the steps have no rational relation to that lattice's or to each other, so all choices are
  /// independent.
  private func fraction(_ number: UInt64, task: PreparedTask, domain: Domain) -> UInt64 {
    let step: UInt64 =
      switch domain {
      case .optionShare: 0x6A09_E667_F3BC_C908  // square root of 2, less 1
      case .formShare: 0xBB67_AE85_84CA_A73B  // square root of 3, less 1
      default: 0x9E37_79B9_7F4A_7C15  // golden ratio, less 1
      }
    return task.random.bits(at: 0, domain: domain.rawValue) &+ number &* step
  }

  private static func isBelow(_ share: Double, _ fraction: UInt64) -> Bool {
    share >= 1 || Double(fraction) * 0x1p-64 < share
  }

  private func style(of instance: Instance, task: PreparedTask, number: UInt64) -> OptionStyle? {
    if instance.options.isEmpty || options.shown <= 0 { return nil }
    if !Self.isBelow(options.shown, fraction(number, task: task, domain: .optionShare)) { return nil }
    if options.style == .fixed { return optionStyles.fixed }
    let words = task.random.words(at: number, domain: Domain.optionStyle.rawValue)
    let style = optionStyles.random(words)
    return style.isEnumerated && instance.options.count > OptionMarker.limit ? optionStyles.fixed : style
  }

  private func inversion(of question: Question, task: PreparedTask) -> InversionTemplate? {
    let rate = task.templates.inversionRate
    if rate <= 0 { return nil }
    let choices = task.templates.inversions(hasRationale: question.instance.rationale != nil)
    if choices.isEmpty { return nil }
    let fraction = fraction(question.number, task: task, domain: .inversionShare)
    if !Self.isBelow(rate / (1 + rate), fraction) { return nil }
    return choices[question.templateFraction.scaled(below: choices.count)]
  }

  /// How the exemplars of `question` are written.
  func exemplarForm(of question: Question, task: PreparedTask) -> Provenance.ExemplarForm {
    let (explained, mixed) = (exemplars.explainedShare, exemplars.mixedShare)
    if explained <= 0, mixed <= 0 { return .same }
    let fraction = fraction(question.number, task: task, domain: .formShare)
    if explained > 0, Self.isBelow(explained, fraction) {
      let canExplain =
        question.format == .fewShot && question.style == nil && !task.templates.explained.isEmpty
      return canExplain ? .explained : .same
    }
    let isMixed = mixed > 0 && Self.isBelow(explained + mixed, fraction)
    return isMixed && !task.templates.fewShot(question.format).mixable.isEmpty ? .mixed : .same
  }
}

// MARK: - Wording

extension ExampleFormatter {
  /// What is to be done: the instance's own wording where it has one, else the task's.
  func definition(of task: PreparedTask, _ question: Question, for instance: Instance) -> String {
    let definitions = instance.definitions.isEmpty ? task.task.definitions : instance.definitions
    return definitions.isEmpty ? "" : definitions[question.words.x.scaled(below: definitions.count)]
  }

  func closer(_ question: Question, of task: PreparedTask) -> TemplatePattern? {
    let closers = task.templates.closers
    return closers.isEmpty ? nil : closers[question.words.z.scaled(below: closers.count)]
  }

  /// What the placeholders of an instance's own are filled with.
  func values(of instance: Instance, style: OptionStyle?) -> TemplateValues {
    TemplateValues(
      input: instance.input, options: style?.block(instance.options) ?? "", fields: instance.fields)
  }

  /// The answer that is trained on: one of the references, as the style of options names it.
  func answer(to question: Question) -> String {
    let references = question.instance.references
    let number = question.format.hasRationale ? 0 : question.words.y.scaled(below: references.count)
    guard references.indices.contains(number) else { return "" }
    return question.style?.answer(references[number], of: question.instance.options) ?? references[number]
  }

  func references(of question: Question) -> [String] {
    question.style?.references(question.instance.references, of: question.instance.options)
      ?? question.instance.references
  }

  /// The rationale as a finished sentence, then the closer.
  func reasoned(rationale: String, answer: String, closer: TemplatePattern?) -> String {
    var text = rationale
    if let last = text.last, last.isLetter || last.isNumber { text += "." }
    if !text.isEmpty { text += " " }
    if let closer {
      closer.render(TemplateValues(output: answer), into: &text)
    } else {
      text += answer
    }
    return text
  }

  /// The template that `fraction` falls on, or the next that an instance has the fields for.
  static func pick<Template>(
    _ templates: [Template], _ fraction: UInt64, for instance: Instance, needs: (Template) -> [String]
  ) -> Template? {
    let start = fraction.scaled(below: templates.count)
    for offset in templates.indices {
      let template = templates[(start + offset) % templates.count]
      if needs(template).allSatisfy({ instance.fields[$0] != nil }) { return template }
    }
    return nil
  }
}

// MARK: - Zero-shot

extension ExampleFormatter {
  func renderZeroShot(_ question: Question, of task: PreparedTask) -> Rendered {
    let format = question.format.withoutExemplars
    let instance = question.instance
    let template = Self.pick(
      task.templates.zeroShot(format), question.templateFraction, for: instance, needs: \.fields)
    var values = values(of: instance, style: question.style)
    values.definition = definition(of: task, question, for: instance)
    values.output = answer(to: question)
    values.rationale = instance.rationale ?? ""
    var prompt = ""
    var target = ""
    if let template {
      template.prompt.render(values, into: &prompt)
      template.target?.render(values, into: &target)
    } else {
      prompt = values.input + values.options
    }
    if target.isEmpty {
      target =
        format.hasRationale
        ? reasoned(rationale: values.rationale, answer: values.output, closer: closer(question, of: task))
        : values.output
    }
    let provenance = Provenance(
      task: task.task.name, instance: question.index, format: instance.finishedFormat ?? format,
      template: template?.name ?? "verbatim", optionStyle: question.style?.name)
    return Rendered(
      example: FormattedExample(
        prompt: prompt.trimmed, target: target.trimmed, references: references(of: question),
        provenance: provenance))
  }
}
