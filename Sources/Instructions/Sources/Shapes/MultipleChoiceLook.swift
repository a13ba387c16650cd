/// Whether a table of six columns is one of MMLU's: a question, four options, and the letter of the right one.
enum MultipleChoiceLook {
  /// How many rows are looked at.
  static let rows = 200

  /// Whether a row may be one of such a table.
  static func isChoice(_ fields: [String]) -> Bool {
    fields.count == 6 && ["A", "B", "C", "D"].contains(fields[5].trimmed)
  }

  /// Whether the path has MMLU's name in it.
  static func isNamed(_ path: String) -> Bool {
    let parts = path.split(separator: "/").suffix(3).map { $0.lowercased() }
    return parts.contains { $0.contains("mmlu") || $0.contains("hendrycks") }
  }

  /// Whether nearly all rows read like a question of several words with four different options.
  ///
  /// Names, numbers and grades do not.
  static func isShown(in rows: [[String]]) -> Bool {
    let fitting = rows.count { row in
      guard isChoice(row) else { return false }
      let question = row[0].trimmed
      let isAsked = question.hasSuffix("?") || question.split(whereSeparator: \.isWhitespace).count >= 4
      return isAsked && Set(row[1...4].map(\.trimmed)).count == 4
    }
    return !rows.isEmpty && Double(fitting) >= 0.9 * Double(rows.count)
  }
}
