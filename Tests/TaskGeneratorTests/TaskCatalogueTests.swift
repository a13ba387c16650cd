import Testing

@testable import TaskGenerator

@Suite struct TaskCatalogueTests {
  @Test func hasEnoughOfEverything() {
    #expect(GeneratedTasks.all.count == 83)
    #expect(TaskCatalogue.clusters.count == 24)
    #expect(TaskCatalogue.clusters.filter(\.isHeldOut).count == 4)
    #expect(GeneratedTasks.all.filter { $0.task.instances[0].rationale != nil }.count == 16)
  }

  @Test func namesAndNumbersAreUnique() {
    let clusters = TaskCatalogue.clusters
    #expect(Set(clusters.map(\.name)).count == clusters.count)
    #expect(Set(clusters.flatMap { $0.tasks.map(\.slug) }).count == GeneratedTasks.all.count)
    let numbers = clusters.flatMap { cluster in cluster.tasks.indices.map(cluster.number) }
    #expect(numbers == numbers.sorted())
    #expect(Set(numbers).count == numbers.count)
    #expect(TaskCluster.wordPositions.taskName(at: 0) == "task001_first_word")
    #expect(TaskCluster.messages.taskName(at: 3) == "task234_message_friend")
  }

  @Test func instructionsAreShortSentences() {
    for entry in GeneratedTasks.all {
      let definition = entry.definition.definition
      #expect((7...20).contains(definition.wordCount), "\(entry.task.name)")
      #expect(definition.hasSuffix("."), "\(entry.task.name)")
    }
  }

  @Test func promptsHaveTheirPlaces() {
    for entry in GeneratedTasks.all {
      #expect((4...8).contains(entry.task.prompts.count), "\(entry.task.name)")
      #expect(Set(entry.task.prompts).count == entry.task.prompts.count, "\(entry.task.name)")
      #expect(entry.task.prompts.allSatisfy { $0.contains("{input}") }, "\(entry.task.name)")
      #expect(entry.definition.prompts.allSatisfy { !$0.contains("{definition}") }, "\(entry.task.name)")
      #expect(entry.task.prompts.contains { $0.contains("{definition}") }, "\(entry.task.name)")
    }
  }

  @Test func sharedPromptsAreUsedAlike() {
    let used = GeneratedTasks.all.flatMap(\.task.prompts)
    for prompt in PromptTemplate.shared {
      #expect(used.filter { $0 == prompt }.count >= GeneratedTasks.all.count / 5, "\(prompt)")
    }
  }

  @Test func lexiconWordsHaveOneMeaningEach() {
    let words =
      Kind.all.flatMap(\.members) + Lexicon.things + Lexicon.names + Lexicon.places + Lexicon.cities
      + Lexicon.jobs + Lexicon.days + Lexicon.months
    #expect(Set(words).count == words.count)
  }
}
