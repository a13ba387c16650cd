/// What is done with a list of the grid: the first axis.
package enum GridOperation: String, CaseIterable, Sendable {
  case first, second, last, after, before, count, position, copy, reverse, without, swap, rotate

  /// Whether one word of the list is given, which the operation is about.
  var givesWord: Bool { [.after, .before, .position, .without].contains(self) }

  /// Whether the answer is a list, which another operation can go on with.
  var givesList: Bool { [.copy, .reverse, .without, .swap, .rotate].contains(self) }

  /// The form in which the operation is never trained; each operation has another.
  package var heldOutForm: GridForm {
    switch self {
    case .first: .arrows
    case .second: .boxes
    case .last: .numbered
    case .after: .slashes
    case .before: .bars
    case .count: .semicolons
    case .position: .stars
    case .copy: .brackets
    case .reverse: .pluses
    case .without: .quotes
    case .swap: .and
    case .rotate: .then
    }
  }

  /// How many words a list has, so that a guess among the answers of the right kind is right in one of five
  /// cases at most. A word that is given is no answer to what stands beside it, so such lists are longer.
  var lengths: ClosedRange<Int> {
    switch self {
    case .first, .second, .last, .position, .without: 5...8
    case .after, .before: 6...8
    case .count, .copy, .reverse, .swap, .rotate: 4...8
    }
  }

  /// The words of the answer: one word or number, or a list.
  /// - Parameters:
  ///   - list: different words, at least four.
  ///   - word: the given word, one of the list, where the operation needs one.
  /// - Returns: `nil` where nothing stands beside the given word.
  func answer(_ list: [String], given word: String? = nil) -> [String]? {
    let place = word.flatMap(list.firstIndex(of:))
    switch self {
    case .first: return [list[0]]
    case .second: return [list[1]]
    case .last: return [list[list.count - 1]]
    case .after: return place.flatMap { $0 + 1 < list.count ? [list[$0 + 1]] : nil }
    case .before: return place.flatMap { $0 > 0 ? [list[$0 - 1]] : nil }
    case .count: return ["\(list.count)"]
    case .position: return place.map { ["\($0 + 1)"] }
    case .copy: return list
    case .reverse: return list.reversed()
    case .without: return list.filter { $0 != word }
    case .swap: return [list[list.count - 1]] + list[1..<(list.count - 1)] + [list[0]]
    case .rotate: return list[1...] + [list[0]]
    }
  }

  /// The answers that somebody would choose among who sees the list and knows the kind of answer alone.
  ///
  /// For an answer that is a list of all its words these are seven: the list as it is, turned round, with its
  /// ends, its first two or its last two words in each other's place, and moved on by one place or back.
  /// - Parameter hidden: words of the question, which are no answers.
  func candidates(_ list: [String], without hidden: [String] = []) -> [String] {
    switch self {
    case .first, .second, .last, .after, .before: return list.filter { !hidden.contains($0) }
    case .count: return lengths.map { "\($0)" }
    case .position: return (1...list.count).map { "\($0)" }
    case .without: return list.map { word in list.filter { $0 != word }.listed }
    case .copy, .reverse, .swap, .rotate:
      let end = list.count - 1
      func exchanging(_ first: Int, _ second: Int) -> [String] {
        var words = list
        words.swapAt(first, second)
        return words
      }
      return [
        list, list.reversed(), exchanging(0, end), exchanging(0, 1), exchanging(end - 1, end),
        Array(list[1...] + [list[0]]), Array([list[end]] + list[..<end]),
      ].map(\.listed)
    }
  }
}
