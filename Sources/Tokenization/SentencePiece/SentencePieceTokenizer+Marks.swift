/// Sentinels and added tokens, which cut a text into stretches that are encoded each on its own.
extension SentencePieceTokenizer {
  /// Where a text is cut, and which white space goes.
  typealias Mark = (id: Int32, range: Range<Int>, stripsLeft: Bool, stripsRight: Bool)

  /// The first sentinel, or added token that is looked for in the text as it stands, at or after byte
  /// `start`.
  func nextMark(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Mark? {
    let sentinel = sentinels.first(in: text, from: start)
    if let (token, range) = added.written.first(in: text, from: start),
      range.lowerBound < sentinel?.range.lowerBound ?? .max
    {
      return (token.id, range, token.stripsLeft, token.stripsRight)
    }
    return sentinel.map { (sentinelIDs.ids[$0.number], $0.range, true, true) }
  }

  /// Cuts the workspace's normalized text at the added tokens that are only found in it.
  ///
  /// As in Hugging Face's `tokenizers`, each part between them gets a leading space, and a space before a
  /// token stays.
  /// - Parameters:
  ///   - startsWithSpace: whether a space was before the text, which stays if a token comes first.
  ///   - body: is called for each part in turn, which is the workspace's normalized text then, with `nil`;
  ///     and with each token.
  func forEachPart(
    _ workspace: EncodingWorkspace, afterSpace startsWithSpace: Bool, _ body: (AddedToken?) -> Void
  ) {
    if added.normalized.isEmpty { return body(nil) }
    let space = normalizer.spaceByte
    Array(workspace.normalized.elements).withUnsafeBufferPointer { text in
      var position = normalizer.addsLeadingSpace && text.first == space ? 1 : 0
      var stripsStart = false
      if startsWithSpace, let first = added.normalized.first(in: text, from: position),
        first.range.lowerBound == position, !first.token.stripsLeft
      {
        workspace.normalized.count = 0
        workspace.normalized.reserve(1)
        workspace.normalized.append(space)
        body(nil)
      }
      while true {
        let hit = added.normalized.first(in: text, from: position)
        var part = text[position..<(hit?.range.lowerBound ?? text.count)]
        if stripsStart { part = part.drop { $0 == space } }
        if hit?.token.stripsLeft == true || !tokenSpaces.stayBeforeTokens {
          while part.last == space { part.removeLast() }
        }
        if !part.isEmpty {
          workspace.normalized.count = 0
          workspace.normalized.reserve(part.count + 1)
          if normalizer.addsLeadingSpace, part.first != space { workspace.normalized.append(space) }
          part.forEach(workspace.normalized.append)
          body(nil)
        }
        guard let hit else { return }
        body(hit.token)
        position = hit.range.upperBound
        stripsStart = hit.token.stripsRight
      }
    }
  }
}

extension Normalizer {
  /// Whether a part of a text starts with what is, or becomes, a space.
  func startsWithSpace(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    !part.isEmpty && endOfLeadingSpaces(in: UnsafeBufferPointer(rebasing: part)) > 0
  }

  /// The name of an added token as it stands in normalized text.
  func normalizedName(_ name: String) -> [UInt8] {
    var name = name
    return name.withUTF8 { bytes in
      let output = GrowingBuffer<UInt8>()
      normalize(bytes, into: output)
      return Array(output.elements.dropFirst(addsLeadingSpace ? 1 : 0))
    }
  }
}
