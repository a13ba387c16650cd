extension SentencePieceTokenizer {
  /// The ids of `text`; see the type for what happens around sentinels.
  public func encode(_ text: String) -> [Int32] {
    var text = text
    return text.withUTF8 { bytes in
      workspaces.with { workspace in
        var ids: [Int32] = []
        encode(bytes, workspace, to: &ids)
        return ids
      }
    }
  }

  /// The text as the pieces see it: rules applied, white space tidied, spaces shown as U+2581.
  ///
  /// Sentinels are treated as text here.
  public func normalize(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      workspaces.with { workspace in
        normalizer.normalize(bytes, into: workspace.normalized)
        return String(decoding: SpaceSymbol.expand(workspace.normalized.elements), as: UTF8.self)
      }
    }
  }

  private func encode(
    _ text: UnsafeBufferPointer<UInt8>, _ workspace: EncodingWorkspace, to ids: inout [Int32]
  ) {
    var position = 0
    var stripsStart = false
    var keepsSpace = tokenSpaces.stayAtStart
    while true {
      let mark = nextMark(in: text, from: position)
      var stretch = position..<(mark?.range.lowerBound ?? text.count)
      let isLookedInto = !added.normalized.isEmpty && keepsSpace
      let startsWithSpace = isLookedInto && normalizer.startsWithSpace(text[stretch])
      if stripsStart { stretch = text.droppingLeadingWhiteSpace(stretch) }
      if mark?.stripsLeft == true { stretch = text.droppingTrailingWhiteSpace(stretch) }
      if !stretch.isEmpty {
        normalizer.normalize(UnsafeBufferPointer(rebasing: text[stretch]), into: workspace.normalized)
        forEachPart(workspace, afterSpace: startsWithSpace) { token in
          if let token { ids.append(token.id) } else { appendIDs(ofNormalizedTextIn: workspace, to: &ids) }
        }
      }
      guard let mark else { return }
      ids.append(mark.id)
      position = mark.range.upperBound
      stripsStart = mark.stripsRight
      let isSentinel = sentinelIDs.number(of: mark.id) != nil
      keepsSpace = isSentinel ? tokenSpaces.stayAfterSentinels : tokenSpaces.stayAtStart && !mark.stripsRight
    }
  }

  /// Sums of scores are brought back to zero when they get larger than this, to keep their last digits.
  static var largestScore: Float { 100_000 }

  /// The Viterbi search over all ways to cut the normalized text into pieces.
  ///
  /// Ties go to the way that was found first. Sums are `Float` and brought back to zero where SentencePiece
  /// (0.2.3) does so: rounding decides between `m` `mm` and `mm` `m`, and the ids must be the same.
  /// - Parameters:
  ///   - part: the bytes of the normalized text that are cut; all of it without a value.
  ///   - score: the score of the way to the first of them.
  func findBestPath(_ workspace: EncodingWorkspace, in part: Range<Int>? = nil, score: Float = 0) {
    let part = part ?? 0..<workspace.normalized.count
    let size = part.count
    workspace.steps.reserve(size + 1)
    let text = workspace.normalized.base + part.lowerBound
    let steps = workspace.steps.base
    let unreached = EncodingWorkspace.Step(score: -.infinity, length: 0, unit: EncodingWorkspace.Step.unknown)
    steps.update(repeating: unreached, count: size + 1)
    steps[0].score = score
    trie.units.withUnsafeBufferPointer { unitBuffer in
      guard let units = unitBuffer.baseAddress else { return }
      var start = 0
      while start < size {
        if steps[start].score.magnitude > Self.largestScore {
          rebase(steps, from: start, through: min(size, start + longestPiece))
        }
        let here = steps[start].score
        let characterLength = min(UTF8Decoding.announcedLength(text[start]), size - start)
        var coversCharacter = false
        var base = trie.rootBase
        var end = start
        while end < size {
          let byte = text[end]
          let unit = units[base + Int(byte)]
          if !unit.isLabelled(byte) { break }
          end += 1
          if unit.score > PieceTrie.noPiece {
            if here + unit.score > steps[end].score {
              steps[end].score = here + unit.score
              steps[end].length = Int32(truncatingIfNeeded: end - start)
              steps[end].unit = Int32(truncatingIfNeeded: base + Int(byte))
            }
            if end - start == characterLength { coversCharacter = true }
          }
          base = unit.base
        }
        if !coversCharacter, here + unknownScore > steps[start + characterLength].score {
          steps[start + characterLength] = EncodingWorkspace.Step(
            score: here + unknownScore, length: Int32(truncatingIfNeeded: characterLength),
            unit: EncodingWorkspace.Step.unknown)
        }
        start += characterLength
      }
    }
  }

  /// Subtracts the first step's score from all that is reached so far; what is unreached stays at minus
  /// infinity.
  private func rebase(
    _ steps: UnsafeMutablePointer<EncodingWorkspace.Step>, from start: Int, through last: Int
  ) {
    let offset = steps[start].score
    for position in start...last { steps[position].score -= offset }
  }

  /// Walks the best path of a part of the normalized text back from its end, then writes its ids in order:
  /// one unknown id for a run of unknown characters, or a byte id for each of their bytes.
  /// - Parameter previousIsUnknown: whether the piece before was unknown; then whether the last one was.
  func appendIDs(
    of part: Range<Int>, _ workspace: EncodingWorkspace, previousIsUnknown: inout Bool, to ids: inout [Int32]
  ) {
    let steps = workspace.steps.base
    let size = part.count
    // The way back turns each step's unit into a forward link: what the piece that starts here is.
    var pieces = 0
    var end = size
    var pending = steps[end]
    while end > 0 {
      let start = end - Int(pending.length)
      let before = steps[start]
      steps[start] = pending
      pending = before
      end = start
      pieces += 1
    }
    ids.reserveCapacity(ids.count + pieces)
    var position = 0
    while position < size {
      let step = steps[position]
      let isUnknown = step.unit == EncodingWorkspace.Step.unknown
      if !isUnknown {
        ids.append(trie.ids[Int(step.unit)])
      } else if let byteIDs = table.byteIDs {
        let character = UnsafeBufferPointer(
          start: workspace.normalized.base + part.lowerBound + position, count: Int(step.length))
        for byte in SpaceSymbol.expand(character) { ids.append(byteIDs[Int(byte)]) }
      } else if !previousIsUnknown {
        ids.append(table.unknownID)
      }
      previousIsUnknown = isUnknown
      position += Int(step.length)
    }
  }
}
