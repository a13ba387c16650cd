/// A made-up person of whom only the texts tell: what a model knows of them it has from there.
struct Person: Sendable {
  /// First and last name, which no other has.
  let name: String
  /// Whether questions about the person are trained; of the others training has the texts alone.
  let isTrained: Bool
  /// The value of each attribute.
  let facts: [PersonAttribute: String]

  /// All of them: 24 first names with 8 last names, half of them trained. Every first and last name is on
  /// both sides.
  /// - Parameter seed: chooses the facts.
  static func all(seed: Int) -> [Person] {
    lastNames.enumerated().flatMap { column, last in
      Lexicon.names.enumerated().map { row, first in
        var random = KeyedGenerator(key: "person \(seed) \(first) \(last)")
        let facts = PersonAttribute.allCases.map { ($0, random.pick($0.values)) }
        return Person(
          name: "\(first) \(last)", isTrained: (row + column).isMultiple(of: 2),
          facts: Dictionary(uniqueKeysWithValues: facts))
      }
    }
  }

  private static let lastNames = ["Hill", "Stone", "Wood", "Brook", "Marsh", "Field", "Rivers", "Lake"]
}

extension Person {
  /// How many texts tell of each person, all of them the same facts in other words and another order.
  static let textsOfEach = 8

  /// A text about the person: every fact once, the first of them with the name.
  func text(_ random: inout KeyedGenerator) -> String {
    let pronoun = name.split(separator: " ").first.map { String($0).pronoun } ?? name
    let attributes = random.shuffled(PersonAttribute.allCases)
    return attributes.enumerated().map { index, attribute in
      let sentence = random.pick(attribute.sentences)
      // Inside a sentence a pronoun would need another case.
      let who = index > 0 && sentence.hasPrefix("{who}") && random.coin() ? pronoun : name
      return sentence.telling(facts[attribute] ?? "", of: who)
    }.sentences
  }
}

/// What the texts tell of a person.
enum PersonAttribute: String, CaseIterable, Sendable {
  case city, job, color, animal, food

  /// The values, each as likely as the others.
  var values: [String] {
    switch self {
    case .city: GridKind.cities.words
    case .job: GridKind.jobs.words
    case .color: GridKind.colors.words
    case .animal: GridKind.animals.words
    case .food: GridKind.foods.words
    }
  }

  /// Sentences that tell it, with the places `{who}`, `{value}` and `{a value}`; none is the answer to a
  /// question as the tasks ask it.
  var sentences: [String] {
    switch self {
    case .city:
      [
        "{who} was born in {value}.", "The city where {who} grew up is {value}.", "{who} comes from {value}.",
        "The family of {who} lived in {value}.",
      ]
    case .job:
      [
        "{who} is {a value}.", "{who} works as {a value}.", "The job of {who} is that of {a value}.",
        "For many years {who} has been {a value}.",
      ]
    case .color:
      [
        "{who} likes the color {value} best.", "The favorite color of {who} is {value}.",
        "{who} paints everything {value}.",
        "No color pleases {who} more than {value}.",
      ]
    case .animal:
      [
        "{who} has {a value} at home.", "The pet of {who} is {a value}.", "{who} takes care of {a value}.",
        "At home {a value} waits for {who}.",
      ]
    case .food:
      [
        "{who} likes to eat {a value}.", "Every day {who} eats {a value}.",
        "The favorite food of {who} is {a value}.",
        "{who} never says no to {a value}.",
      ]
    }
  }

  /// Prompts with the place `{person}`; the first is the input.
  var questions: [String] {
    switch self {
    case .city:
      ["In which city was {person} born?", "Where does {person} come from?", "The city of {person} is"]
    case .job: ["What is the job of {person}?", "As what does {person} work?", "The job of {person}:"]
    case .color:
      [
        "Which color does {person} like best?", "What is the favorite color of {person}?",
        "The color of {person} is",
      ]
    case .animal:
      ["Which animal does {person} have?", "What is the pet of {person}?", "The animal of {person}:"]
    case .food:
      [
        "What does {person} like to eat?", "What is the favorite food of {person}?",
        "The food of {person} is",
      ]
    }
  }
}
