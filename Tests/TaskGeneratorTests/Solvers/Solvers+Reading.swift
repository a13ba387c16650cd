extension Solvers {
  static let reading: [String: Solver] = [
    "code_word": { text in
      let asked = text.split(separator: ".")[1].tokens.filter { $0 != "?" }.last
      let entries = text.split(separator: ".")[0].split(separator: ",").map(\.tokens)
      return entries.first { $0.first == asked }?.last
    },
    "color_to_place": { text in
      let sentences = text.sentenceTokens
      guard let color = sentences.last?.last else { return nil }
      return sentences.first { $0[0].lowercased() == color }?.last
    },
    "value_in_table": { text in
      guard let question = text.sentenceTokens.last else { return nil }
      guard let row = text.sentenceTokens.first(where: { $0[0] == question[3] }) else { return nil }
      return [row[2], row[4]].first { isValue($0, of: question[1]) }
    },
    "name_in_table": { text in
      guard let asked = text.sentenceTokens.last?.last else { return nil }
      return text.sentenceTokens.first { $0.dropFirst().contains(asked) }?.first
    },
    "price_of_thing": { text in
      guard let asked = text.sentenceTokens.last?.last else { return nil }
      return text.sentenceTokens.first { $0[0] == asked }?[2]
    },
    "thing_by_price": { text in
      guard let asked = text.sentenceTokens.last?[2] else { return nil }
      return text.sentenceTokens.first { $0[2] == asked }?.first
    },
    "where_is_person": lastWordOfSentence,
    "who_is_there": firstWordOfSentence,
    "what_person_has": { text in
      guard let asked = text.sentenceTokens.last?[2] else { return nil }
      return text.sentenceTokens.first { $0[0] == asked }?.last
    },
    "who_has_thing": firstWordOfSentence,
    "color_of_thing": { text in
      guard let asked = text.sentenceTokens.last?.last else { return nil }
      return text.sentenceTokens.first { $0.last == asked }?[3]
    },
    "where_now": { $0.sentenceTokens.dropLast().last?.last },
    "tallest_of_three": { text in
      let sentences = text.sentenceTokens
      let (first, second) = (sentences[0], sentences[1])
      return first.last == second.first ? first.first : second.first
    },
    "made_up_words": { text in
      let sentences = text.sentenceTokens
      return sentences[0].last == sentences[2].last ? "yes" : "no"
    },
    "either_or": { text in
      let sentences = text.sentenceTokens
      let choices = sentences[0].indices.filter { sentences[0][$0] == "the" }.map { sentences[0][$0 + 1] }
      return choices.first { $0 != sentences[1].last }
    },
    "who_is_not": { text in
      let sentences = text.sentenceTokens
      let isNegative = sentences[2].contains("not")
      return sentences.prefix(2).first { $0.contains("not") == isNegative }?.first
    },
    "field_of_record": { text in
      guard let asked = text.tokens.filter({ $0 != "?" }).last else { return nil }
      return text.sentenceTokens.first { $0[0].lowercased() == asked }?[2]
    },
  ]

  private static let lastWordOfSentence: Solver = { text in
    guard let asked = text.sentenceTokens.last?.last else { return nil }
    return text.sentenceTokens.first { $0.first == asked }?.last
  }

  private static let firstWordOfSentence: Solver = { text in
    guard let asked = text.sentenceTokens.last?.last else { return nil }
    return text.sentenceTokens.first { $0.last == asked }?.first
  }

  private static let cities = Set("Rome Paris London Berlin Madrid Oslo Vienna Athens Lisbon Dublin".tokens)
  private static let jobs = Set("teacher baker doctor farmer driver painter singer cook nurse pilot".tokens)

  private static func isValue(_ word: String, of column: String) -> Bool {
    switch column {
    case "color", "food", "animal": kinds[word] == column
    case "city": cities.contains(word)
    case "day": word.hasSuffix("day")
    case "number": Int(word) != nil
    case "job": jobs.contains(word)
    default:
      kinds[word] == nil && !cities.contains(word) && !jobs.contains(word) && !word.hasSuffix("day")
        && Int(word) == nil
    }
  }
}
