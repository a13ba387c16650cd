/// Makes the tasks of the grid.
struct GridTasks {
  /// Chooses the instances; which tasks there are and which lists are held out does not depend on it.
  let seed: Int

  /// The task at a place of the grid.
  /// - Parameters:
  ///   - number: the task's number, which begins its name.
  ///   - instances: how many instances it has.
  ///   - instruction: the place whose instruction it gets in place of its own.
  /// - Throws: `TaskGenerationError.exhausted`.
  func task(
    at cell: Grid.Cell, number: Int, instances: Int, instruction: Grid.Cell? = nil
  ) throws(TaskGenerationError) -> GeneratedTask {
    let side = cell.isHeldOut ? GridSide.heldOut : .trained
    let told = instruction ?? cell
    let texts = GridInstruction(told.operation, told.kind)
    let inForm =
      "The \(told.kind) are \(told.form.description). " + texts.definitions[number % texts.definitions.count]
    return try task(
      cell.name, number: number, cluster: cell.cluster,
      reasoning: "Operations on lists", definitions: texts.definitions + [inForm], prompts: texts.prompts,
      instances: instances, answers: cell.operation == .count ? cell.operation.lengths.count : nil
    ) { random in cell.draft(side, &random) }
  }

  /// The task of a composition on one kind, its lists in all forms that both operations are trained in.
  /// - Throws: `TaskGenerationError.exhausted`.
  func task(
    of composition: GridComposition, _ kind: GridKind, number: Int, instances: Int
  ) throws(TaskGenerationError) -> GeneratedTask {
    let texts = composition.instruction(kind)
    let side = composition.isHeldOut ? GridSide.heldOut : .trained
    return try task(
      "\(composition.name)_\(kind)", number: number, cluster: composition.cluster,
      reasoning: "Two operations on lists",
      definitions: texts.definitions, prompts: texts.prompts, instances: instances
    ) { random in composition.draft(random.pick(composition.forms), kind, side, &random) }
  }

  /// A task whose instances are those of a rule.
  /// - Throws: `TaskGenerationError.exhausted`.
  func task(
    _ slug: String, number: Int, cluster: String, reasoning: String, definitions: [String], prompts: [String],
    instances: Int, answers: Int? = nil, draft: @escaping @Sendable (inout KeyedGenerator) -> Draft
  ) throws(TaskGenerationError) -> GeneratedTask {
    let rule = TaskDefinition(
      slug, definitions[0], prompts: prompts, instances: instances, answers: answers, draft: draft)
    var source = InstanceSource(rule, key: "grid \(seed) \(slug)")
    let examples = try source.take(GeneratedTask.positiveExampleCount)
    return GeneratedTask(
      name: Self.name(slug, number: number), cluster: cluster, reasoning: reasoning, definitions: definitions,
      prompts: PromptTemplate.prompts(for: rule, number: number), positiveExamples: examples,
      negativeExamples: examples.first { $0.wrong != nil }.map { [$0] } ?? [],
      instances: try source.take(instances), source: "flan-train grid")
  }

  /// The full name of a task: `task0001_first_commas_names`.
  static func name(_ slug: String, number: Int) -> String {
    let digits = String(number)
    return "task" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + slug
  }

  /// The place whose instruction a place gets where instructions are shuffled: any operation on the same kind
  /// that is given a word if and only if this one is, in any of its trained forms, drawn for each place anew.
  /// The instruction then tells nothing of what is to be done.
  func shuffledInstruction(for cell: Grid.Cell) -> Grid.Cell {
    var random = KeyedGenerator(key: "grid \(seed) shuffled \(cell.name)")
    let operations = GridOperation.allCases.filter { $0.givesWord == cell.operation.givesWord }
    while true {
      let operation = random.pick(operations)
      let form = random.pick(GridForm.allCases.filter { $0 != operation.heldOutForm })
      let other = Grid.Cell(operation: operation, form: form, kind: cell.kind)
      if other != cell { return other }
    }
  }
}

extension Grid.Cell {
  /// An instance: the list, and before it the word that is given.
  func draft(_ side: GridSide, _ random: inout KeyedGenerator) -> Draft {
    let list = random.gridList(kind, operation.lengths, side)
    let word =
      operation.givesWord ? random.pick(list.filter { operation.answer(list, given: $0) != nil }) : nil
    let answer = (operation.answer(list, given: word) ?? []).listed
    let hidden = [.after, .before].contains(operation) ? [word].compactMap { $0 } : []
    let candidates = operation.candidates(list, without: hidden)
    let text = form.text(list)
    var draft = Draft(
      word.map { "Given: \($0). List: \(text)" } ?? text, answer,
      because: "In their order they are \(list.listed).",
      not: candidates.first { $0 != answer }
    ).among(candidates)
    draft.fields = ["list": text]
    draft.fields["word"] = word
    return draft
  }
}
