@testable import TaskGenerator

/// Finds the answer to a task of the grid from a prompt alone: what is to be done from its words, the list and the
/// words that are given from where they stand.
enum GridSolver {
  private static let words = Set(GridKind.allCases.flatMap(\.words))
  private static let ordinals: Set = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
  ]

  /// `nil` where the prompt cannot be understood.
  static func answer(_ prompt: String) -> String? {
    guard let (list, given) = parts(prompt) else { return nil }
    let words = withoutList(prompt)
    let text = words.lowercased()
    if isOfTwoSteps(words) {
      let change = change(in: text)
      let dropped = text.contains("taken out") || text.contains("the extra") ? given.first : nil
      guard let changed = apply(change, list, dropped) else { return nil }
      return answer(question(in: text), changed, dropped == nil ? given.first : given.dropFirst().first)
    }
    return answer(operation(in: text), list, given.first)
  }

  /// The list, and the words that are given: before it, or after it where a line ends behind it.
  private static func parts(_ prompt: String) -> (list: [String], given: [String])? {
    let found = prompt.tokens.filter(words.contains)
    let extra = found.count - Set(found).count
    let isBehind = !prompt.contains("Given: ") && !prompt.contains("Extra: ") && prompt.contains("\n")
    let list = isBehind ? found.dropLast(extra) : found.dropFirst(extra)
    let given = isBehind ? found.suffix(extra) : found.prefix(extra)
    return Set(list).count == list.count ? (Array(list), Array(given)) : nil
  }

  /// The text without the words of the list, and the number words of a list that ranks them.
  private static func withoutList(_ prompt: String) -> String {
    let parts = prompt.split(whereSeparator: \.isWhitespace).map(String.init)
    let isWord = parts.map { $0.tokens.contains(where: words.contains) }
    return parts.indices.filter { index in
      let isRank = ordinals.contains(parts[index]) && index + 1 < parts.count && isWord[index + 1]
      return !isWord[index] && !isRank
    }.map { parts[$0] }.joined(separator: " ")
  }

  /// Whether there are two steps; a list whose words are joined by `then` says so in small letters.
  private static func isOfTwoSteps(_ words: String) -> Bool {
    ["new list", "Once ", "once ", "Then what", "Then at", "Then write", "Then say", "new one"]
      .contains(where: words.contains)
  }

  /// The first of two steps.
  private static func change(in text: String) -> String {
    if text.contains("round") && text.contains("turn") { return "reverse" }
    if text.contains("taken out") || text.contains("out of the list") { return "without" }
    return ["change places", "changed places"].contains(where: text.contains) ? "swap" : "rotate"
  }

  private static func question(in text: String) -> String {
    for (sign, name) in [("right after", "after"), ("right before", "before"), ("position", "position")]
    where text.contains(sign) { return name }
    return text.contains("write the last") || text.contains("is the last") ? "last" : "first"
  }

  /// The signs of each operation; the first that a text has decides.
  private static let signs: [(operation: String, signs: [String])] = [
    ("count", ["how many", "count the ", "count them", "their number"]),
    ("position", ["position", "count from", "number in the row"]),
    ("swap", ["change places", "exchange", "swap", "put the last"]),
    ("rotate", ["to the end", "at the end", "behind all", "go last"]),
    ("without", ["out of th", "leave ", "without"]),
    ("reverse", ["reverse", "turn th", "from its end", "from the end"]),
    ("copy", ["again", "copy", "one after the other"]),
    ("second", ["second", "right behind"]),
    ("after", ["right after", "follows", "next one"]),
    ("before", ["right before", "followed by", "previous"]),
    ("first", ["first", "list begins"]), ("last", ["last", "list ends"]),
  ]

  private static func operation(in text: String) -> String {
    signs.first { $0.signs.contains(where: text.contains) }?.operation ?? ""
  }

  private static func answer(_ operation: String, _ list: [String], _ word: String?) -> String? {
    switch operation {
    case "first": list.first
    case "second": list.dropFirst().first
    case "last": list.last
    case "after": word.flatMap { list.word(after: $0) }
    case "before": word.flatMap { Array(list.reversed()).word(after: $0) }
    case "count": "\(list.count)"
    case "position": word.flatMap { list.firstIndex(of: $0) }.map { "\($0 + 1)" }
    default: apply(operation, list, word)?.joined(separator: ", ")
    }
  }

  private static func apply(_ operation: String, _ list: [String], _ word: String?) -> [String]? {
    var list = list
    switch operation {
    case "copy": break
    case "reverse": list.reverse()
    case "without": list.removeAll { $0 == word }
    case "swap": list.swapAt(0, list.count - 1)
    case "rotate": list.append(list.removeFirst())
    default: return nil
    }
    return list
  }
}
