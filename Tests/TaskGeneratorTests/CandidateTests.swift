import Testing

@testable import TaskGenerator

/// The answers that a guess chooses among.
@Suite struct CandidateTests {
  /// Tasks that write text anew; all others have candidates with every instance.
  private static let freeText: Set = [
    "without_first_word", "copy_list", "reverse_list", "first_word_to_end", "join_with_and", "replace_word",
    "sort_up", "ask_who", "ask_what", "ask_where", "plural_noun", "past_verb", "active_to_passive",
    "name_to_pronoun", "make_negative", "record_to_sentence", "sentence_to_record",
  ]

  @Test func freeTextHasNone_andEverythingElseHas() {
    for entry in GeneratedTasks.all {
      let isFree = Self.freeText.contains(entry.definition.slug)
      #expect(entry.task.instances.allSatisfy { $0.candidates.isEmpty == isFree }, "\(entry.task.name)")
    }
    #expect(Self.freeText.isSubset(of: GeneratedTasks.all.map(\.definition.slug)))
  }

  /// Each once and none blank; those of open answers stand in the input.
  @Test func candidatesAreDifferentWords() {
    for entry in GeneratedTasks.all {
      for draft in entry.task.instances {
        #expect(Set(draft.candidates).count == draft.candidates.count)
        #expect(draft.candidates.allSatisfy { !$0.isEmpty && !$0.contains(" ") })
        let isFixed = draft.candidates == entry.task.instances[0].candidates
        if !isFixed {
          #expect(draft.candidates.allSatisfy(draft.input.tokens.contains), "\(entry.task.name)")
        }
      }
    }
  }

  /// The chance of a guess on the tasks that are held out: what a score there has to be seen beside.
  @Test func chanceOnHeldOutTasks_isFarAboveTheMostFrequentAnswer() {
    for entry in GeneratedTasks.all where entry.cluster.isHeldOut {
      let instances = entry.task.instances
      let chance = instances.reduce(0) { $0 + 1 / Double($1.candidates.count) } / Double(instances.count)
      switch entry.cluster.name {
      case "messages": #expect(chance == 0.5, "\(entry.task.name)")
      case "queues": #expect((0.28...0.3).contains(chance), "\(entry.task.name): \(chance)")
      default: #expect((0.43...0.47).contains(chance), "\(entry.task.name): \(chance)")
      }
    }
  }
}
