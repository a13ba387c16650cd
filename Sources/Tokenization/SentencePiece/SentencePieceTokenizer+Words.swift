/// Word by word: where no piece goes on across a space, the best way to cut a text is that of its words one
/// after the other, and a word that was met before needs no search.
extension SentencePieceTokenizer {
  /// Two ways to cut a word that differ by less in score could change places by the rounding of sums up to
  /// `largestScore`, which depends on what stands before.
  private static var leastMargin: Float { 0.25 }

  /// Appends the ids of the workspace's normalized text.
  ///
  /// The ids are those of one search over the whole text: the scores of cached words are added to the sum
  /// piece by piece, as the search does, and words whose best way is not clearly the best are searched for
  /// each time.
  func appendIDs(ofNormalizedTextIn workspace: EncodingWorkspace, to ids: inout [Int32]) {
    let size = workspace.normalized.count
    var previousIsUnknown = false
    guard piecesEndAtSpaces else {
      findBestPath(workspace)
      return appendIDs(of: 0..<size, workspace, previousIsUnknown: &previousIsUnknown, to: &ids)
    }
    workspace.normalized.reserve(16)
    let text = workspace.normalized.base
    var score: Float = 0
    var start = 0
    while start < size {
      var end = start + 1
      while end < size, text[end] != SpaceSymbol.byte { end += 1 }
      var isNew = end - start <= WordCache.Key.longest
      if isNew {
        let key = WordCache.Key(text + start, count: end - start)
        let entry = workspace.words.place(of: key)
        if entry.pointee.key == key {
          isNew = false
          for piece in 0..<max(0, Int(entry.pointee.count)) {
            ids.append(entry.pointee.ids[piece])
            score += entry.pointee.scores[piece]
          }
          if entry.pointee.count > 0 {
            previousIsUnknown = false
            start = end
            if score.magnitude < Self.largestScore / 2 { continue }
          }
        }
      }
      // From here on sums may have to be rebased in the middle of a word: the search does so for all of the rest.
      if score.magnitude + Float(end - start) * largestPieceScore >= Self.largestScore / 2 { end = size }
      findBestPath(workspace, in: start..<end, score: score)
      score = workspace.steps.base[end - start].score
      if isNew, end - start <= WordCache.Key.longest { keep(start..<end, workspace) }
      appendIDs(of: start..<end, workspace, previousIsUnknown: &previousIsUnknown, to: &ids)
      start = end
    }
  }

  /// Keeps the pieces of a word that was just searched for, if they are few and clearly the best; else that
  /// they are not.
  private func keep(_ word: Range<Int>, _ workspace: EncodingWorkspace) {
    let key = WordCache.Key(workspace.normalized.base + word.lowerBound, count: word.count)
    workspace.words.place(of: key).pointee =
      entry(key, word, workspace) ?? WordCache.Entry(key: key, count: WordCache.Entry.unclear)
  }

  private func entry(
    _ key: WordCache.Key, _ word: Range<Int>, _ workspace: EncodingWorkspace
  ) -> WordCache.Entry? {
    let steps = workspace.steps.base
    var ends: SIMD16<UInt8> = .zero
    var entry = WordCache.Entry(key: key, count: 0)
    var end = word.count
    while end > 0 {
      let step = steps[end]
      if step.unit == EncodingWorkspace.Step.unknown || entry.count == WordCache.Entry.mostPieces {
        return nil
      }
      // The way is walked from its end, so what is found later comes earlier.
      for piece in (0..<Int(entry.count)).reversed() {
        entry.ids[piece + 1] = entry.ids[piece]
        entry.scores[piece + 1] = entry.scores[piece]
      }
      entry.ids[0] = trie.ids[Int(step.unit)]
      entry.scores[0] = trie.units[Int(step.unit)].score
      entry.count += 1
      ends[end] = 1
      end -= Int(step.length)
    }
    return isClear(word, ends, workspace) ? entry : nil
  }

  /// Whether every other piece that ends where one of the best way does is on a way that is worse by the
  /// margin.
  private func isClear(_ word: Range<Int>, _ ends: SIMD16<UInt8>, _ workspace: EncodingWorkspace) -> Bool {
    let text = workspace.normalized.base + word.lowerBound
    let steps = workspace.steps.base
    func isWorse(_ score: Float, from start: Int, to end: Int) -> Bool {
      if end > word.count || ends[end] == 0 || Int(steps[end].length) == end - start { return true }
      return steps[end].score - score >= Self.leastMargin
    }
    for start in 0..<word.count where steps[start].score > -.infinity {
      let character = min(UTF8Decoding.announcedLength(text[start]), word.count - start)
      if !isWorse(steps[start].score + unknownScore, from: start, to: start + character) { return false }
      var base = trie.rootBase
      for end in start..<word.count {
        let unit = trie.units[base + Int(text[end])]
        if !unit.isLabelled(text[end]) { break }
        if unit.score > PieceTrie.noPiece,
          !isWorse(steps[start].score + unit.score, from: start, to: end + 1)
        {
          return false
        }
        base = unit.base
      }
    }
    return true
  }
}
