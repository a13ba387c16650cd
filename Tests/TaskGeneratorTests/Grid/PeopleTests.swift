import Testing

@testable import TaskGenerator

/// Questions that only the texts answer.
@Suite struct PeopleTests {
  private static let people = Person.all(seed: 1)

  @Test func halfOfThePeopleAreTrained_andNamesAreOnBothSides() {
    let (trained, others) = (Self.people.filter(\.isTrained), Self.people.filter { !$0.isTrained })
    #expect(trained.count == 96 && others.count == 96 && Set(Self.people.map(\.name)).count == 192)
    let words = [trained, others].map { Set($0.flatMap { $0.name.split(separator: " ") }) }
    #expect(words[0] == words[1] && words[0].count == 24 + 8)
  }

  @Test func tasksAskOfTheirOwnSide_andTheirInputsDoNotHaveTheAnswer() throws {
    let facts = Dictionary(uniqueKeysWithValues: Self.people.map { ($0.name, $0) })
    for entry in GridWorld.all where entry.task.cluster.hasSuffix("people") {
      #expect(entry.task.instances.count == 93 && entry.isHeldOut == (entry.task.cluster == "unseen_people"))
      for draft in entry.task.instances + entry.task.positiveExamples {
        let person = try #require(draft.fields["person"].flatMap { facts[$0] })
        #expect(person.isTrained != entry.isHeldOut && person.facts.values.contains(draft.output))
        #expect(!draft.input.tokens.contains(draft.output) && draft.candidates.count == 12)
      }
    }
  }

  /// Every fact stands in every text of its person, and no question does.
  @Test func textsTellEveryFact() throws {
    let texts = GridText.people(seed: 1)
    #expect(
      texts.count == 192 * Person.textsOfEach && !texts.contains { $0.contains("?") || $0.contains("{") })
    for (index, text) in texts.enumerated() {
      let person = Self.people[index / Person.textsOfEach]
      #expect(text.contains(person.name), "\(text)")
      for value in person.facts.values { #expect(text.tokens.contains(value), "\(text)") }
    }
    #expect(Set(texts).count > 192 * (Person.textsOfEach - 1))
  }

  @Test func factsAreThoseOfTheSeed() {
    let again = Person.all(seed: 1)
    #expect(again.map(\.facts) == Self.people.map(\.facts))
    #expect(Person.all(seed: 2).map(\.facts) != Self.people.map(\.facts))
    #expect(Person.all(seed: 2).map(\.name) == Self.people.map(\.name))
  }
}
