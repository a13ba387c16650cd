extension BytePairTokenizer {
  /// The ids of `text`; names of special tokens in it are text like any other, as `tokenizers` has it with
  /// `encode_special_tokens`. Other added tokens are found.
  public func encode(_ text: String) -> [Int32] { encode(text, data: 0..<text.utf8.count) }

  /// The ids of `text`, where names of special tokens stand for the tokens.
  public func encodeMarked(_ text: String) -> [Int32] { encode(text, data: 0..<0) }

  /// The ids of a text between two others, all cut and merged as one text; special tokens are found in the other two.
  public func encode(_ text: String, between before: String, and after: String) -> [Int32] {
    let start = before.utf8.count
    return encode(before + text + after, data: start..<start + text.utf8.count)
  }

  /// - Parameter data: the bytes in which the names of special tokens are text.
  private func encode(_ text: String, data: Range<Int>) -> [Int32] {
    var text = text
    return text.withUTF8 { bytes in
      workspaces.with { workspace in
        workspace.ids.count = 0
        append(bytes, data: data, workspace)
        return Array(workspace.ids.elements)
      }
    }
  }

  private func append(
    _ text: UnsafeBufferPointer<UInt8>, data: Range<Int>, _ workspace: BytePairWorkspace
  ) {
    written.forEachPart(of: text, data: data) { token, range in
      if let token { return append(token.id, workspace) }
      if range.isEmpty { return }
      let stretch = steps.normalize(UnsafeBufferPointer(rebasing: text[range]), workspace.normalizer)
      let spelled = self.data(data, in: range, of: text, normalized: stretch)
      normalized.forEachPart(of: stretch, data: spelled) { token, part in
        if let token { return append(token.id, workspace) }
        let isFirst = range.lowerBound == 0 && part.lowerBound == 0
        cut(UnsafeBufferPointer(rebasing: stretch[part]), isFirst: isFirst, step: 0, workspace)
      }
    }
  }

  /// The bytes of a normalized stretch that come of data, or of data and what is around it.
  ///
  /// A normalizer keeps no account of bytes. But a stretch begins with what it makes of the text before the data
  /// alone, as far as the two do not grow together, as a letter and its accent do; and so it is at the end, where the
  /// space that some put before a text must not be taken for one of the data's.
  private func data(
    _ data: Range<Int>, in range: Range<Int>, of text: UnsafeBufferPointer<UInt8>,
    normalized stretch: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    let inside = range.clamped(to: data)
    if inside.isEmpty || !normalized.hasSpecialTokens { return 0..<0 }
    if inside == range { return 0..<stretch.count }
    func made(_ part: Range<Int>) -> [UInt8] { steps.normalized(Array(text[part])) }
    let start = stretch.commonPrefix(made(range.lowerBound..<inside.lowerBound))
    let behind = stretch.reversed().commonPrefix(made(inside.upperBound..<range.upperBound).reversed())
    let end = max(stretch.count - behind, stretch.commonPrefix(made(range.lowerBound..<inside.upperBound)))
    return min(start, end)..<end
  }

  private func append(_ id: Int32, _ workspace: BytePairWorkspace) {
    workspace.ids.reserve(1)
    workspace.ids.append(id)
  }

  /// Runs a step on a piece of text and the next one on each of the pieces that come of it; behind the last step they are words.
  /// - Parameter isFirst: whether the whole text starts with the piece.
  private func cut(
    _ text: UnsafeBufferPointer<UInt8>, isFirst: Bool, step: Int, _ workspace: BytePairWorkspace
  ) {
    guard let base = text.baseAddress, !text.isEmpty else { return }
    if step == steps.cuts.count { return appendWords(base, text.count, workspace) }
    func next(_ range: Range<Int>, of text: UnsafeBufferPointer<UInt8>) {
      cut(
        UnsafeBufferPointer(rebasing: text[range]), isFirst: isFirst && range.lowerBound == 0, step: step + 1,
        workspace)
    }
    switch steps.cuts[step] {
    case .words(let pattern):
      if step + 1 == steps.cuts.count { return appendWords(of: pattern, text, workspace) }
      guard let view = TextView(text) else { return }
      var start = 0
      while start < view.count {
        let end = pattern.end(of: view, from: start)
        next(start..<end, of: text)
        start = end
      }
    case .digits(let individual): cutDigits(text, individual: individual) { next($0, of: text) }
    case .split(let pattern, let behavior, let inverted):
      for range in behavior.pieces(of: text, at: pattern, inverted: inverted) { next(range, of: text) }
    case .metaspace(let symbol, let scheme, let splits):
      let buffer = workspace.piece(step)
      writeSymbols(text, symbol, scheme, isFirst: isFirst, to: buffer)
      let piece = buffer.elements
      if !splits { return next(0..<piece.count, of: piece) }
      for range in Self.pieces(of: piece, before: symbol) { next(range, of: piece) }
    case .leadingSpace:
      if text[0] == WordPattern.space { return next(0..<text.count, of: text) }
      let buffer = workspace.piece(step)
      buffer.count = 0
      buffer.reserve(1)
      buffer.append(WordPattern.space)
      buffer.append(contentsOf: base, count: text.count)
      next(0..<buffer.count, of: buffer.elements)
    }
  }

  private func cutDigits(
    _ text: UnsafeBufferPointer<UInt8>, individual: Bool, _ body: (Range<Int>) -> Void
  ) {
    guard let view = TextView(text) else { return }
    let digits: CharacterClass = [.number, .furtherDigit]
    var start = 0
    var position = 0
    while position < view.count {
      let (kind, length) = view.character(at: position)
      if kind.isDisjoint(with: digits) {
        position += length
        continue
      }
      if start < position { body(start..<position) }
      let end = individual ? position + length : view.endOfRun(from: position, ofAny: digits)
      body(position..<end)
      (start, position) = (end, end)
    }
    if start < view.count { body(start..<view.count) }
  }

  /// Writes a piece with a symbol for each space, and before it where the scheme says so.
  private func writeSymbols(
    _ text: UnsafeBufferPointer<UInt8>, _ symbol: [UInt8], _ scheme: CutStep.PrependScheme, isFirst: Bool,
    to buffer: GrowingBuffer<UInt8>
  ) {
    buffer.count = 0
    let startsWithSymbol = text[0] == WordPattern.space || text.starts(with: symbol)
    if !startsWithSymbol, scheme == .always || (scheme == .first && isFirst) {
      for byte in symbol {
        buffer.reserve(1)
        buffer.append(byte)
      }
    }
    TextPattern.literal([WordPattern.space]).replaceAll(in: text, with: symbol, to: buffer)
  }

  /// Cuts before each symbol.
  private static func pieces(of text: UnsafeBufferPointer<UInt8>, before symbol: [UInt8]) -> [Range<Int>] {
    CutStep.SplitBehavior.mergedWithNext.pieces(of: text, at: .literal(symbol), inverted: false)
  }
}

extension Sequence where Element: Equatable {
  /// How many elements two sequences begin with alike.
  fileprivate func commonPrefix(_ other: some Sequence<Element>) -> Int {
    zip(self, other).prefix { $0 == $1 }.count
  }
}
