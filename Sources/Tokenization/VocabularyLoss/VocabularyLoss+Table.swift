import Foundation

extension VocabularyLoss {
  private static let frequentInTable = 10

  /// A table under the name of the text: what, how often, and which characters.
  public func table(named name: String) -> String {
    let rows: [(what: String, count: String, detail: String)] = [
      ("lines", "\(lines)", ""),
      ("characters", "\(characters)", ""),
      ("tokens", "\(tokens)", ""),
      ("lines that come back exactly", "\(exactLines)", String(format: "%.2f %%", exactShare * 100)),
      ("line ends lost", "\(lostNewlines)", ""),
      ("runs of spaces made one", "\(collapsedRuns)", Self.counted(collapsedSpaces, "space", "lost")),
      (
        "lines trimmed", "\(trimmedLines)",
        Self.counted(trimmedSpaces, "leading or trailing space", "lost")
      ),
      ("other white space made spaces", "\(otherWhiteSpace.total)", Self.list(otherWhiteSpace)),
      ("unknown characters", "\(unknown.total)", Self.list(unknown)),
      ("changed characters", "\(changed.total)", Self.list(changed)),
      ("sentinels in the text", "\(sentinels)", ""),
      ("lines that are not UTF-8", "\(invalidLines)", ""),
    ]
    let nameWidth = rows.map(\.what.count).max() ?? 0
    let countWidth = rows.map(\.count.count).max() ?? 0
    return
      ([name]
      + rows.map { row in
        let gap = nameWidth - row.what.count + countWidth - row.count.count + 2
        let line = "  " + row.what + String(repeating: " ", count: gap) + row.count
        return row.detail.isEmpty ? line : "\(line)  \(row.detail)"
      }).joined(separator: "\n")
  }

  private static func counted(_ count: Int, _ noun: String, _ verb: String) -> String {
    count == 0 ? "" : "\(count) \(noun)\(count == 1 ? "" : "s") \(verb)"
  }

  private static func list(_ counts: CharacterCounts) -> String {
    counts.mostFrequent(frequentInTable).map { entry in
      var text = isVisible(entry.text) ? "\(entry.text) \(entry.codePoints)" : entry.codePoints
      if let replacement = entry.replacement {
        text += replacement.isEmpty ? " dropped" : " -> \(name(of: replacement))"
      }
      return "\(text) x\(entry.count)"
    }.joined(separator: ", ")
  }

  private static func name(of replacement: String) -> String {
    if replacement == " " { return "space" }
    return isVisible(replacement) ? replacement : CharacterCounts.codePoints(of: replacement)
  }

  /// Whether a terminal shows the text as it is.
  private static func isVisible(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
          .spaceSeparator, .nonspacingMark, .enclosingMark:
          false
        default: true
        }
      }
  }
}
