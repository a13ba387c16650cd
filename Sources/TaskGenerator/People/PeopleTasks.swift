extension GridTasks {
  /// How many people there are on one side, which is how many instances and examples a task about them has.
  private static let peopleOfASide = 96

  /// The cluster of the questions about the people of one side.
  static func peopleCluster(trained: Bool) -> String { trained ? "people" : "\(Grid.heldOutPrefix)people" }

  /// The name of the questions about one attribute, without its number.
  static func peopleSlug(_ attribute: PersonAttribute, trained: Bool) -> String {
    "\(trained ? "people" : "other_people")_\(attribute)"
  }

  /// Questions about people that the input does not answer, one task for each attribute: of half of the people
  /// to train on, of the other half held out. The texts tell of all of them.
  /// - Parameter number: the first task's number.
  /// - Throws: `TaskGenerationError.exhausted`.
  func people(trained: Bool, number: Int) throws(TaskGenerationError) -> [GeneratedTask] {
    let people = Person.all(seed: seed).filter { $0.isTrained == trained }
    var tasks: [GeneratedTask] = []
    for (index, attribute) in PersonAttribute.allCases.enumerated() {
      let one = attribute.rawValue
      tasks.append(
        try task(
          Self.peopleSlug(attribute, trained: trained), number: number + index,
          cluster: Self.peopleCluster(trained: trained),
          reasoning: "Knowledge from texts",
          definitions: [
            "Answer the question about the person with the name of one \(one).",
            "Say from what you have read which \(one) belongs to the person.",
            "You know this person. Name the \(one) that is asked for.",
          ],
          prompts: attribute.questions,
          instances: Self.peopleOfASide - GeneratedTask.positiveExampleCount
        ) { random in random.pick(people).draft(attribute) })
    }
    return tasks
  }
}

extension Person {
  /// The question about one attribute.
  fileprivate func draft(_ attribute: PersonAttribute) -> Draft {
    let answer = facts[attribute] ?? ""
    var draft = Draft(
      attribute.questions[0].replacing("{person}", with: name), answer,
      because: attribute.sentences[0].telling(answer, of: name), not: attribute.values.first { $0 != answer }
    ).among(attribute.values)
    draft.fields = ["person": name]
    return draft
  }
}

extension String {
  /// The sentence with its places filled.
  func telling(_ value: String, of who: String) -> String {
    replacing("{who}", with: who).replacing("{a value}", with: value.withArticle).replacing(
      "{value}", with: value)
  }
}
