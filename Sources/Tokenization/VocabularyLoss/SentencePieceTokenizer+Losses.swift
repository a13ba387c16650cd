extension SentencePieceTokenizer {
  /// Counts what becomes of a line's characters, with sentinels and added tokens dealt with as in `encode`.
  func countLosses(of line: UnsafeBufferPointer<UInt8>, in loss: inout VocabularyLoss) {
    let trimmedBefore = loss.trimmedSpaces
    var position = 0
    while true {
      let mark = nextMark(in: line, from: position)
      let stretch = position..<(mark?.range.lowerBound ?? line.count)
      let text = UnsafeBufferPointer(rebasing: line[stretch])
      normalizer.countLosses(of: text, isFirst: position == 0, isLast: mark == nil, in: &loss)
      countUnknown(in: text, &loss)
      guard let mark else { break }
      if sentinelIDs.number(of: mark.id) != nil { loss.sentinels += 1 }
      position = mark.range.upperBound
    }
    if loss.trimmedSpaces > trimmedBefore { loss.trimmedLines += 1 }
  }

  private func countUnknown(in text: UnsafeBufferPointer<UInt8>, _ loss: inout VocabularyLoss) {
    if table.byteIDs != nil || text.isEmpty { return }
    workspaces.with { workspace in
      normalizer.normalize(text, into: workspace.normalized)
      forEachPart(workspace, afterSpace: false) { token in
        if token == nil { countUnknown(workspace, &loss) }
      }
    }
  }

  /// Counts the unknown characters of the workspace's normalized text.
  private func countUnknown(_ workspace: EncodingWorkspace, _ loss: inout VocabularyLoss) {
    findBestPath(workspace)
    var end = workspace.normalized.count
    while end > 0 {
      let step = workspace.steps.base[end]
      let start = end - Int(step.length)
      if step.unit == EncodingWorkspace.Step.unknown {
        let bytes = workspace.normalized.elements[start..<end]
        loss.unknown.add(bytes.first == SpaceSymbol.byte ? [UInt8(ascii: " ")] : Array(bytes))
      }
      end = start
    }
  }
}

extension Normalizer {
  /// Counts what rules and the treatment of spaces change.
  /// - Parameters:
  ///   - isFirst: whether the text starts its line, so that its leading spaces are the line's.
  ///   - isLast: whether the text ends its line.
  func countLosses(
    of text: UnsafeBufferPointer<UInt8>, isFirst: Bool, isLast: Bool, in loss: inout VocabularyLoss
  ) {
    var run = 0
    var hasText = false
    func endRun() {
      if hasText {
        loss.collapsedRuns += run > 1 ? 1 : 0
        loss.collapsedSpaces += max(0, run - 1)
      } else if isFirst {
        loss.trimmedSpaces += run
      }
      run = 0
      hasText = true
    }
    var position = 0
    while position < text.count {
      let (length, replacement) = replacement(in: text, at: position)
      let source = Array(text[position..<position + length])
      let target = bytes(of: replacement, from: source)
      position += length
      if target != source {
        if target == [Self.space], source.isWhiteSpace {
          loss.otherWhiteSpace.add(source)
        } else {
          loss.changed.add(source, becoming: String(decoding: target, as: UTF8.self))
        }
      }
      guard removesExtraSpaces else { continue }
      for byte in target where byte & 0xC0 != 0x80 {
        if byte == Self.space { run += 1 } else { endRun() }
      }
    }
    if removesExtraSpaces, isLast || (isFirst && !hasText) { loss.trimmedSpaces += run }
  }

  /// What a stretch of text is decoded to once it is replaced.
  private func bytes(of replacement: Replacement, from source: [UInt8]) -> [UInt8] {
    switch replacement {
    case .same: return source == SpaceSymbol.utf8 ? [Self.space] : source
    case .rule(let start):
      var bytes: [UInt8] = []
      rules?.forEachByte(ofReplacementAt: start) { bytes.append($0) }
      return bytes
    case .malformed: return Self.replacementCharacter
    }
  }
}

extension [UInt8] {
  /// Whether all characters of the UTF-8 are white space.
  fileprivate var isWhiteSpace: Bool {
    withUnsafeBufferPointer { $0.droppingLeadingWhiteSpace($0.indices).isEmpty }
  }
}
