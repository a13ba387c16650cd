extension BytePairTokenizer {
  /// Appends the tokens of each word of a pattern.
  func appendWords(
    of pattern: WordPattern, _ text: UnsafeBufferPointer<UInt8>, _ workspace: BytePairWorkspace
  ) {
    guard let view = TextView(text) else { return }
    var start = 0
    func append(to end: Int) {
      appendWord(view.base + start, end - start, readable: view.count - start, workspace)
      start = end
    }
    switch pattern.shape {
    case .spaced: while start < view.count { append(to: pattern.endOfSpacedWord(view, from: start)) }
    case .free: while start < view.count { append(to: pattern.endOfFreeWord(view, from: start)) }
    case .cased: while start < view.count { append(to: pattern.endOfCasedWord(view, from: start)) }
    }
  }

  /// Appends the tokens of a piece that no step cuts further; where no merge can go on across a space, in parts.
  func appendWords(_ base: UnsafePointer<UInt8>, _ count: Int, _ workspace: BytePairWorkspace) {
    guard model.cutsAtSpaceSymbol else { return appendWord(base, count, readable: count, workspace) }
    let (first, second, third) = (SpaceSymbol.utf8[0], SpaceSymbol.utf8[1], SpaceSymbol.utf8[2])
    var start = 0
    var position = 0
    // Whether the symbol is what stands before the position; at the start there is nothing to cut.
    var isBehindSymbol = true
    while position < count {
      if base[position] == first, position + 2 < count, base[position + 1] == second,
        base[position + 2] == third
      {
        if !isBehindSymbol {
          appendWord(base + start, position - start, readable: count - start, workspace)
          start = position
        }
        isBehindSymbol = true
        position += 3
      } else {
        isBehindSymbol = false
        position += 1
      }
    }
    appendWord(base + start, count - start, readable: count - start, workspace)
  }

  /// Appends the tokens of a word.
  /// - Parameter readable: how many bytes can be read from its start on.
  @inline(__always)
  private func appendWord(
    _ word: UnsafePointer<UInt8>, _ count: Int, readable: Int, _ workspace: BytePairWorkspace
  ) {
    if count > MergedWords.Key.longest {
      return appendNew(UnsafeBufferPointer(start: word, count: count), workspace)
    }
    let key = MergedWords.Key(word, count: count, readable: readable)
    let entry = workspace.words.place(of: key)
    let ids = workspace.ids
    if entry.pointee.key == key {
      ids.reserve(MergedWords.Entry.mostTokens)
      // All of them, whose number is known, whatever how many count.
      withUnsafeBytes(of: &entry.pointee.ids) {
        UnsafeMutableRawBufferPointer(start: ids.base + ids.count, count: $0.count).copyMemory(from: $0)
      }
      ids.count += Int(entry.pointee.count)
      return
    }
    let before = ids.count
    appendNew(UnsafeBufferPointer(start: word, count: count), workspace)
    let found = ids.count - before
    if found > MergedWords.Entry.mostTokens { return }
    entry.pointee.key = key
    entry.pointee.count = Int32(found)
    withUnsafeMutableBytes(of: &entry.pointee.ids) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: ids.base + before, count: found * 4))
    }
  }

  /// Appends the tokens of a word that is not remembered.
  private func appendNew(_ word: UnsafeBufferPointer<UInt8>, _ workspace: BytePairWorkspace) {
    let ids = workspace.ids
    if let id = model.wholeWords?.id(of: word) {
      ids.reserve(1)
      return ids.append(id)
    }
    let merger = workspace.merger
    merger.symbols.count = 0
    model.appendUnits(of: word, to: merger.symbols)
    merger.run(model.merges)
    ids.append(contentsOf: merger.symbols.base, count: merger.symbols.count)
  }
}
