import JSON

/// The key `candidates` of an example: the answers that somebody would choose among who knows the kind of answer and no
/// more, from which the score of guessing follows.
enum Candidates {
  /// The candidates, blank ones left out; none where the key is missing or holds a text, which is a field like others.
  /// - Throws: `JSONError` for a list of anything but texts and numbers.
  static func read(_ object: JSONObject) throws -> [String] {
    guard let list = object["candidates"], case .array = list.node.content else { return [] }
    return try list.plainTexts().compactMap(\.trimmedOrNil)
  }
}
