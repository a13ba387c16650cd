extension ExampleFormatter {
  /// A worked example with its content.
  struct Worked {
    let exemplar: Provenance.Exemplar
    let instance: Instance
    let explanation: String?
  }

  /// - Returns: `nil` when there is no exemplar, or the prompt fits with none of them.
  func renderFewShot(_ question: Question, of task: PreparedTask) -> Rendered? {
    let form = exemplarForm(of: question, task: task)
    let choices = templates(of: task, question.format, form)
    guard
      let template = Self.pick(choices, question.templateFraction, for: question.instance, needs: \.fields)
    else { return nil }
    let wanted =
      form == .mixed
      ? exemplars.mixedCount
      : exemplars.count.lowerBound + question.words.w.scaled(below: exemplars.count.count)
    let shown = chooseExemplars(for: question, of: task, format: question.format, count: wanted) { worked in
      // An exemplar must have what it is shown with: its explanation, its own definition, its fields.
      if !question.instance.definitions.isEmpty, worked.instance.definitions.isEmpty { return false }
      if form == .explained { return worked.explanation != nil }
      let forms = form == .mixed ? choices : [template]
      if !forms.contains(where: { Self.has(worked.instance, $0.fields) }) { return false }
      return isAskedAlike(worked.instance, style: question.style)
    }
    let closer = closer(question, of: task)
    var texts: [String] = []
    texts.reserveCapacity(shown.count)
    for (turn, worked) in shown.enumerated() {
      var (itsTemplate, itsCloser) = (template, closer)
      if form == .mixed {
        let words = task.random.pair(
          at: question.number &* UInt64(ExemplarConfiguration.limit) &+ UInt64(turn),
          domain: Domain.mixedTemplates.rawValue)
        itsTemplate = Self.pick(choices, words.0, for: worked.instance, needs: \.fields) ?? template
        let closers = task.templates.closers
        itsCloser = closers.isEmpty ? nil : closers[words.1.scaled(below: closers.count)]
      }
      var values = values(of: worked.instance, style: question.style)
      values.definition = definition(of: task, question, for: worked.instance)
      values.output = workedAnswer(worked.instance, style: question.style)
      values.explanation = worked.explanation ?? ""
      let answer =
        question.format.hasRationale
        ? reasoned(rationale: worked.instance.rationale ?? "", answer: values.output, closer: itsCloser)
        : values.output
      texts.append(itsTemplate.exemplar(values, answer: answer, separator: template.separator))
    }
    var asked = values(of: question.instance, style: question.style)
    asked.definition = definition(of: task, question, for: question.instance)
    let prompt = FewShotPrompt(
      head: template.head(definition: asked.definition), exemplars: texts, query: template.query(asked))
    guard let fitted = prompt.fitted(to: promptBudget, tokenizer) else { return nil }
    let answer = answer(to: question)
    let target =
      question.format.hasRationale
      ? reasoned(rationale: question.instance.rationale ?? "", answer: answer, closer: closer) : answer
    let provenance = Provenance(
      task: task.task.name, instance: question.index, format: question.format, template: template.name,
      exemplars: shown.prefix(fitted.exemplars).map(\.exemplar), exemplarForm: form,
      optionStyle: question.style?.name)
    return Rendered(
      example: FormattedExample(
        prompt: fitted.text, target: target.trimmed, references: references(of: question),
        provenance: provenance),
      promptIDs: fitted.ids)
  }

  private static func has(_ instance: Instance, _ fields: [String]) -> Bool {
    fields.allSatisfy { instance.fields[$0] != nil }
  }

  private func templates(
    of task: PreparedTask, _ format: PromptFormat, _ form: Provenance.ExemplarForm
  ) -> [FewShotTemplate] {
    switch form {
    case .same: task.templates.fewShot(format).all
    case .mixed: task.templates.fewShot(format).mixable
    case .explained: task.templates.explained
    }
  }

  /// Whether a worked example can show its options as the question does.
  private func isAskedAlike(_ instance: Instance, style: OptionStyle?) -> Bool {
    guard let style else { return true }
    if instance.options.isEmpty { return false }
    guard style.isEnumerated else { return true }
    return instance.options.count <= OptionMarker.limit
      && instance.references.first.map(instance.options.contains) ?? false
  }

  private func workedAnswer(_ instance: Instance, style: OptionStyle?) -> String {
    let answer = instance.references.first ?? ""
    return style?.answer(answer, of: instance.options) ?? answer
  }

  /// The first that suit of a keyed shuffle of the pool, without the query and without anything that asks the
  /// same.
  func chooseExemplars(
    for question: Question, of task: PreparedTask, format: PromptFormat, count: Int,
    suits: (Worked) -> Bool
  ) -> [Worked] {
    let (bits, key) = task.random.pair(at: question.number, domain: Domain.exemplars.rawValue)
    for origin in [exemplars.origin, .trainedInstances, .positiveExamples] {
      let pool = task.pool(format, origin: origin, coin: bits & 1 == 0)
      let order = KeyedPermutation(count: pool.count, key: key)
      var chosen: [Worked] = []
      // A pool full of repetitions must not cost more than a glance.
      for turn in 0..<min(pool.count, count + 16) where chosen.count < count {
        let worked = worked(pool[order[turn]], of: task)
        let input = worked.instance.input
        let isKnown = input == question.instance.input || chosen.contains { $0.instance.input == input }
        if !isKnown, suits(worked) { chosen.append(worked) }
      }
      if !chosen.isEmpty { return chosen }
    }
    return []
  }

  private func worked(_ exemplar: Provenance.Exemplar, of task: PreparedTask) -> Worked {
    switch exemplar {
    case .positive(let index):
      let example = task.task.positiveExamples[index]
      let instance = Instance(
        input: example.input, references: [example.output], rationale: example.rationale)
      return Worked(exemplar: exemplar, instance: instance, explanation: example.explanation)
    case .instance(let index):
      return Worked(exemplar: exemplar, instance: task.task.instances[index], explanation: nil)
    }
  }
}
