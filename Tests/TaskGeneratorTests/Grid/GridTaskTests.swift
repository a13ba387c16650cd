import Testing

@testable import TaskGenerator

/// Every task of a folder.
@Suite struct GridTaskTests {
  @Test func numbersAndNamesAreThoseOfTheirOrder() {
    let names = GridWorld.all.map(\.task.name)
    #expect(Set(names).count == 1836 + 108 + 180 + 10 && names == names.sorted())
    #expect(names.prefix(2) == ["task0001_first_commas_names", "task0002_second_arrows_foods"])
    let counts = Dictionary(grouping: GridWorld.all, by: \.split).mapValues(\.count)
    #expect(
      counts == [
        "1836": 1836, "held-out-pairs": 108, "compositions": 135, "held-out-compositions": 45, "people": 5,
        "held-out-people": 5,
      ])
  }

  /// From the prompt alone, in every wording: from instruction and input, and from the task's own prompts.
  @Test func answersAreFoundFromEveryPrompt() {
    for entry in GridWorld.aboutLists {
      let task = entry.task
      let drafts = task.instances + task.positiveExamples
      #expect(drafts.count >= task.prompts.count)
      for (index, draft) in drafts.enumerated() {
        let prompt = task.prompts[index % task.prompts.count]
        let definition = task.definitions[(index + index / task.prompts.count) % task.definitions.count]
        let text = draft.fields.reduce(
          prompt.replacing("{definition}", with: definition).replacing("{input}", with: draft.input)
        ) { $0.replacing("{\($1.key)}", with: $1.value) }
        let answer = GridSolver.answer(text)
        #expect(answer == draft.output, "\(task.name): \(text)")
      }
    }
  }

  @Test func everyInstanceHasCandidates_amongWhichAGuessIsSeldomRight() {
    for entry in GridWorld.all {
      for draft in entry.task.instances {
        #expect(draft.candidates.contains(draft.output), "\(entry.task.name)")
        #expect(Set(draft.candidates).count == draft.candidates.count && draft.candidates.count >= 5)
      }
    }
  }

  @Test func inputsOfATaskAreDifferent() {
    for entry in GridWorld.all {
      let inputs = (entry.task.instances + entry.task.positiveExamples).map(\.input)
      #expect(Set(inputs).count == inputs.count, "\(entry.task.name)")
    }
  }

  /// Lists, not only inputs: the same list in another form would be half of the answer.
  @Test func noListIsTrainedAndHeldOut() throws {
    func lists(_ entries: [GridWorld.Entry]) -> Set<[String]> {
      let words = Set(GridKind.allCases.flatMap(\.words))
      return Set(
        entries.flatMap { entry in
          (entry.task.instances + entry.task.positiveExamples).compactMap {
            $0.fields["list"]?.tokens.filter(words.contains)
          }
        })
    }
    let heldOut = lists(GridWorld.aboutLists.filter(\.isHeldOut))
    let trained = lists(GridWorld.aboutLists.filter { !$0.isHeldOut })
    #expect(heldOut.count > 1000 && trained.count > 8000 && heldOut.isDisjoint(with: trained))
  }

  /// Each composition needs both of its steps: the question about the list as it is has another answer.
  @Test func oneStepDoesNotAnswerACompositionsQuestion() throws {
    for entry in GridWorld.aboutLists where entry.task.instances[0].rationale != nil {
      let question = try #require(
        entry.task.cluster.split(separator: "_").last.flatMap { GridOperation(rawValue: "\($0)") })
      for draft in entry.task.instances {
        let list = try #require(draft.fields["list"]).tokens.filter(
          Set(GridKind.allCases.flatMap(\.words)).contains)
        #expect(question.answer(list, given: draft.fields["word"]) != [draft.output], "\(draft.input)")
      }
    }
  }

  @Test func compositionsHaveRationalesThatEndInTheAnswer_andNothingElseHas() {
    for entry in GridWorld.all {
      for draft in entry.task.instances + entry.task.positiveExamples {
        #expect((draft.rationale != nil) == entry.task.cluster.contains("_then_"), "\(entry.task.name)")
        #expect(draft.rationale?.hasSuffix(" \(draft.output).") != false)
      }
    }
  }

  @Test func instructionsComeInSeveralWordings_ofWhichOneNamesTheForm() {
    for entry in GridWorld.all {
      let task = entry.task
      #expect(Set(task.definitions).count == task.definitions.count && task.definitions.count >= 3)
      #expect(Set(task.prompts).count == task.prompts.count && task.prompts.count == 6)
      #expect(
        task.prompts.allSatisfy { $0.contains("{input}") || $0.contains("{list}") || $0.contains("{person}") }
      )
    }
    // No two tasks of the grid say the same.
    let grid = GridWorld.aboutLists.filter { $0.task.instances[0].rationale == nil }
    #expect(Set(grid.map(\.task.definitions)).count == grid.count)
  }

  @Test func textsAreClean() {
    for entry in GridWorld.all {
      for text in entry.task.instances.flatMap({ [$0.input, $0.output, $0.rationale ?? "a"] }) {
        #expect(text.allSatisfy { $0.isASCII && $0 != "\n" && $0 != "{" } && !text.contains("  "), "\(text)")
      }
    }
  }

  /// Numbers are as frequent as each other, whatever the pool.
  @Test func countsAreBalanced() throws {
    let cell = Grid.Cell(operation: .count, form: .commas, kind: .foods)
    let task = try GridTasks(seed: 1).task(at: cell, number: 1, instances: 100)
    let counts = Dictionary(grouping: task.instances, by: \.output).mapValues(\.count)
    #expect(counts == ["4": 20, "5": 20, "6": 20, "7": 20, "8": 20])
  }
}
