extension Solvers {
  /// The kind of every word that has one.
  static let kinds: [String: String] = {
    let groups = [
      "animal": "cat dog horse cow pig goat duck hen rabbit bear lion owl",
      "food": "apple pear plum lemon banana carrot onion egg cake pie nut melon",
      "garment": "hat coat shirt sock boot glove belt cap skirt jacket",
      "vehicle": "car train boat bike truck ship plane van",
      "tool": "hammer saw axe drill spade rake",
      "color": "red blue green yellow black white brown pink gray purple",
    ]
    var kinds: [String: String] = [:]
    for (kind, words) in groups { for word in words.tokens { kinds[word] = kind } }
    return kinds
  }()

  private static let nextDay = [
    "Monday": "Tuesday", "Tuesday": "Wednesday", "Wednesday": "Thursday", "Thursday": "Friday",
    "Friday": "Saturday",
    "Saturday": "Sunday", "Sunday": "Monday",
  ]
  private static let nextMonth = [
    "January": "February", "February": "March", "March": "April", "April": "May", "May": "June",
    "June": "July",
    "July": "August", "August": "September", "September": "October", "October": "November",
    "November": "December",
    "December": "January",
  ]
  private static let praise = Set("good great lovely nice wonderful pleasant perfect fine".tokens)
  private static let women = Set(
    "Anna Bella Clara Dora Emma Fiona Gina Helen Iris Julia Kate Lucy Maria Nina Olga Paula".tokens)

  static let knowledge: [String: Solver] = [
    "day_after": { $0.tokens.compactMap { nextDay[$0] }.first },
    "two_days_later": { $0.tokens.compactMap { nextDay[$0] }.first.flatMap { nextDay[$0] } },
    "month_after": { $0.tokens.compactMap { nextMonth[$0] }.first },
    "kind_of_thing": { $0.tokens.compactMap { kinds[$0] }.first },
    "is_of_kind": { text in
      text.tokens.compactMap { kinds[$0] }.first == text.tokens.dropLast().last ? "yes" : "no"
    },
    "odd_one_out": { text in
      let words = text.listWords
      return words.first { word in words.filter { kinds[$0] == kinds[word] }.count == 1 }
    },
    "kind_rule": { text in
      let sentences = text.sentenceTokens
      guard let kind = sentences[2].last.flatMap({ kinds[$0] }) else { return nil }
      return sentences.first { $0.contains(kind) }?.last
    },
    "plural_noun": { $0.tokens.dropLast().last.map { $0 + "s" } },
    "past_verb": { text in
      let verb = text.tokens[2]
      let stem = verb.hasSuffix("shes") ? String(verb.dropLast(2)) : String(verb.dropLast())
      if stem == "drop" || stem == "wrap" { return stem + "ped" }
      return stem.hasSuffix("e") ? stem + "d" : stem + "ed"
    },
    "article_choice": { $0.tokens.dropLast().last.map { "aeiou".contains($0.prefix(1)) ? "an" : "a" } },
    "review_label": { $0.tokens.contains { praise.contains($0) } ? "positive" : "negative" },
    "who_liked_it": { $0.sentenceTokens.first { $0.contains { praise.contains($0) } }?.first },
    "name_to_pronoun": { text in
      let words = text.split(separator: " ")
      return ([women.contains(String(words[0])) ? "She" : "He"] + words.dropFirst()).joined(separator: " ")
    },
  ]
}
