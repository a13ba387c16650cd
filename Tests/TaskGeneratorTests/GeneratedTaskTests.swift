import Testing

@testable import TaskGenerator

@Suite struct GeneratedTaskTests {
  @Test func inputsAreDifferent() {
    for task in GeneratedTasks.all.map(\.task) {
      let inputs = (task.instances + task.positiveExamples).map(\.input)
      #expect(Set(inputs).count == inputs.count, "\(task.name)")
    }
  }

  @Test func sizesAreAsWrittenDown() {
    for entry in GeneratedTasks.all {
      #expect(entry.task.instances.count == entry.definition.instanceCount, "\(entry.task.name)")
      #expect(entry.task.positiveExamples.count == 3, "\(entry.task.name)")
      #expect((200...600).contains(entry.task.instances.count), "\(entry.task.name)")
    }
  }

  @Test func textsAreShort() {
    for task in GeneratedTasks.all.map(\.task) {
      for draft in task.instances + task.positiveExamples {
        #expect((1...40).contains(draft.input.wordCount), "\(task.name): \(draft.input)")
        #expect((1...7).contains(draft.output.wordCount), "\(task.name): \(draft.output)")
        if let rationale = draft.rationale {
          #expect((5...20).contains(rationale.wordCount), "\(task.name): \(rationale)")
        }
      }
    }
  }

  @Test func textsAreClean() {
    for task in GeneratedTasks.all.map(\.task) {
      for text in task.instances.flatMap({ [$0.input, $0.output, $0.rationale ?? "a"] }) {
        let isClean = text.allSatisfy { $0.isASCII && $0 != "\n" && $0 != "{" } && !text.contains("  ")
        #expect(isClean && text.first != " " && text.last != " ", "\(task.name): \(text)")
      }
    }
  }

  @Test func rationalesEndInTheAnswer() {
    for task in GeneratedTasks.all.map(\.task) {
      let haveRationale = task.instances.map { $0.rationale != nil }
      #expect(Set(haveRationale).count == 1, "\(task.name)")
      for draft in task.instances + task.positiveExamples {
        guard let rationale = draft.rationale else { continue }
        #expect(rationale.hasSuffix(" \(draft.output)."), "\(task.name): \(rationale)")
      }
    }
  }

  @Test func closedAnswersAreBalanced() {
    for entry in GeneratedTasks.all {
      guard let answers = entry.definition.answerCount else { continue }
      let counts = Dictionary(grouping: entry.task.instances, by: \.output).mapValues(\.count)
      #expect(counts.count == answers, "\(entry.task.name)")
      let even = entry.task.instances.count / answers
      #expect(counts.values.allSatisfy { abs($0 - even) <= answers }, "\(entry.task.name)")
    }
  }

  @Test func openAnswersHaveNoFavorite() {
    for entry in GeneratedTasks.all where entry.definition.answerCount == nil {
      let counts = Dictionary(grouping: entry.task.instances, by: \.output).mapValues(\.count)
      let share = Double(counts.values.max() ?? 0) / Double(entry.task.instances.count)
      #expect(share <= 0.2, "\(entry.task.name)")
    }
  }

  @Test func negativeExamplesAreWrong() {
    for task in GeneratedTasks.all.map(\.task) {
      for draft in task.negativeExamples { #expect(draft.wrong != nil && draft.wrong != draft.output) }
    }
  }

  /// A model cannot know a word that it has never seen, so held-out tasks must not depend on any.
  @Test func heldOutTasksUseWordsOfTrainedTasks() {
    func words(_ tasks: [GeneratedTask]) -> Set<String> {
      Set(
        tasks.flatMap { task in
          [task.definition.tokens] + task.prompts.map(\.tokens)
            + task.instances.flatMap { [$0.input.tokens, $0.output.tokens] }
        }.joined())
    }
    let heldOut = words(GeneratedTasks.all.filter(\.cluster.isHeldOut).map(\.task))
    let trained = words(GeneratedTasks.all.filter { !$0.cluster.isHeldOut }.map(\.task))
    #expect(heldOut.subtracting(trained).sorted() == [])
    #expect((500...1000).contains(trained.count))
  }

  @Test(arguments: ["who_has_thing", "who_is_there", "older_person", "who_liked_it", "speaker_with_thing"])
  func answersStandAnywhere(slug: String) throws {
    let entry = try #require(GeneratedTasks.all.first { $0.definition.slug == slug })
    let isFirst = entry.task.instances.filter { $0.input.tokens.first == $0.output }
    let share = Double(isFirst.count) / Double(entry.task.instances.count)
    #expect((0.3...0.6).contains(share))
  }

  @Test func exhaustedRuleIsAnError() {
    let task = TaskDefinition("narrow", "Say a word.", prompts: []) { random in
      Draft(random.coin() ? "a" : "b", "c", because: "d")
    }
    let cluster = TaskCluster("narrow", from: 1, reasoning: "none", tasks: [task])
    #expect(throws: TaskGenerationError.exhausted(task: "narrow", found: 2, wanted: 3)) {
      try GeneratedTask(cluster: cluster, index: 0)
    }
  }
}
