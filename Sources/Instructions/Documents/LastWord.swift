import Tokenization

/// The last word of a text as a question: what stands before it is given, and the word is to be written.
///
/// Who answers has found in the text what its end follows from, where it follows from anything: LAMBADA
/// (Paperno et al. 2016) asks so. A word is what white space sets apart, its full stop included.
package struct LastWord: Sendable, Equatable {
  /// The ids of what is given, as the objective asks for the rest, with the end-of-sequence id.
  package let prompt: [Int32]
  /// What is given, as text.
  package let given: String
  /// The word.
  package let word: String
  /// Ids that mark spans and are no text.
  private let marks: Set<Int32>

  /// The most tokens of a word that is asked for.
  package static let mostTokens = 16
  /// The most tokens of an answer: the word, a mark before it, and one more to see its end.
  package static let answerTokens = mostTokens + 2

  /// The question that a piece of a text makes under its objective.
  ///
  /// `nil` where the text goes on behind the piece, is one word, or ends in a very long one, and where the
  /// tokens of the word hold more than it.
  package init?(_ piece: TokenPair, by objective: TextObjective, tokenizer: any Tokenizer) {
    let words = tokenizer.decode(piece.inputs).split(whereSeparator: \.isWhitespace)
    guard piece.endsText, words.count > 1, let last = words.last else { return nil }
    let longest = min(Self.mostTokens, piece.inputs.count - 1)
    guard longest > 0,
      let count = (1...longest).first(where: { count in
        let end = tokenizer.decode(piece.inputs.suffix(count))
        return end.split(whereSeparator: \.isWhitespace) == [last]
      })
    else { return nil }
    let given = Array(piece.inputs.dropLast(count))
    let asker = objective.writingOn
    prompt = asker.mode + given + asker.marks.prefix(1) + [tokenizer.endOfSequenceID]
    marks = Set(asker.marks)
    self.given = tokenizer.decode(given)
    word = String(last)
  }

  /// The first word of an output; empty where there is none.
  /// - Parameter output: ids, without the end-of-sequence id.
  package func answer(_ output: [Int32], tokenizer: any Tokenizer) -> String {
    let ids = output.drop { marks.contains($0) }.prefix { !marks.contains($0) }
    return tokenizer.answer(ids).split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
  }
}

extension TextObjective {
  /// How the end of a text is asked for where its beginning is given: what stands before it, and the marks of
  /// which the first stands for the end.
  ///
  /// Of a mixture by the denoiser that is made for it: a prefix LM, else causally, else by the first.
  fileprivate var writingOn: (mode: [Int32], marks: [Int32]) {
    switch self {
    case .prefix, .causal: return ([], [])
    case .spanCorruption(let corruption): return ([], corruption.sentinels)
    case .mixture(let denoisers):
      let isPrefix = { (denoiser: Denoiser) -> Bool in
        if case .prefix = denoiser.objective { true } else { false }
      }
      let chosen =
        denoisers.first(where: isPrefix) ?? denoisers.first { $0.objective == .causal } ?? denoisers[0]
      return (chosen.mode, chosen.objective.writingOn.marks)
    }
  }
}
