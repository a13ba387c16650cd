extension Tokenizer {
  /// The ids of a text between two others in which the names of the end of sequence, of padding and of the
  /// unknown token stand for the tokens: there the whole is cut, and each stretch is encoded on its own.
  public func encode(_ text: String, between before: String, and after: String) -> [Int32] {
    var stretches = self.stretches(of: before)
    let rest = self.stretches(of: after)
    stretches[stretches.count - 1].text += text + rest[0].text
    stretches[stretches.count - 1].end = rest[0].end
    stretches += rest.dropFirst()
    return stretches.flatMap { stretch in encode(stretch.text) + (stretch.end.map { [$0] } ?? []) }
  }

  /// The stretches of a marker, each with the token that ends it; the last has none.
  private func stretches(of marker: String) -> [(text: String, end: Int32?)] {
    var tokens: [(name: String, id: Int32)] = []
    for id in [endOfSequenceID, padID, unknownID] {
      if let name = piece(of: id), !name.isEmpty { tokens.append((name, id)) }
    }
    var found: [(text: String, end: Int32?)] = []
    var rest = Substring(marker)
    while true {
      var next: (range: Range<Substring.Index>, id: Int32)?
      for (name, id) in tokens {
        guard let range = rest.firstRange(of: name) else { continue }
        if next.map({ range.lowerBound < $0.range.lowerBound }) ?? true { next = (range, id) }
      }
      found.append((String(rest[..<(next?.range.lowerBound ?? rest.endIndex)]), next?.id))
      guard let next else { return found }
      rest = rest[next.range.upperBound...]
    }
  }
}
