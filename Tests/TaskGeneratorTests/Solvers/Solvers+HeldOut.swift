extension Solvers {
  static let heldOut: [String: Solver] = [
    "person_on_day": { cell(2, ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "day_of_person": { cell(0, ofRowWith: $0.sentenceTokens.last?[3], in: $0) },
    "place_on_day": { cell(4, ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "person_in_place": { cell(2, ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "speaker_with_thing": { cell(0, ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "thing_of_speaker": { lastWord(ofRowWith: $0.sentenceTokens.last?[2], in: $0) },
    "place_of_speaker": { lastWord(ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "speaker_in_place": { cell(0, ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "first_in_row": { row($0).first },
    "last_in_row": { row($0).last },
    "behind_in_row": { text in text.sentenceTokens.last?.last.flatMap { row(text).word(after: $0) } },
    "ahead_in_row": { text in
      text.sentenceTokens.last?.last.flatMap { Array(row(text).reversed()).word(after: $0) }
    },
    "message_place": { lastWord(ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "message_color": { cell(3, ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "message_day": { cell(0, ofRowWith: $0.sentenceTokens.last?.last, in: $0) },
    "message_friend": { $0.sentenceTokens.first { $0[0] == "Friend" }?.last },
  ]

  private static func cell(_ column: Int, ofRowWith word: String?, in text: String) -> String? {
    word.flatMap { word in text.sentenceTokens.first { $0.contains(word) }?[column] }
  }

  private static func lastWord(ofRowWith word: String?, in text: String) -> String? {
    word.flatMap { word in text.sentenceTokens.first { $0.contains(word) }?.last }
  }

  /// The people of the first sentence.
  private static func row(_ text: String) -> [String] {
    text.sentenceTokens[0].filter { $0.first?.isUppercase == true && $0 != "In" }
  }
}
