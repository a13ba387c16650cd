/// The part of YAML that the front matter of a model card needs.
package enum YAML {
  /// A text in double quotes, which readers of YAML 1.1 and 1.2 read as that very text.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: result += "\\\(scalar)"
      case 0x20...0x7E: result.unicodeScalars.append(scalar)
      // Letters may stand for themselves; what is no letter, mark, number or sign may be a line break or not
      // allowed.
      case 0xA1... where scalar.properties.generalCategory.isShown: result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += (digits.count > 4 ? "\\U" : "\\u")
        result += String(repeating: "0", count: (digits.count > 4 ? 8 : 4) - digits.count) + digits
      }
    }
    return result + "\""
  }

  /// `key:` with a list of texts below; nothing where there are none.
  package static func list(_ key: String, _ texts: [String]) -> [String] {
    texts.isEmpty ? [] : ["\(key):"] + texts.map { "- \(quoted($0))" }
  }

  /// The values of a key in the front matter of a Markdown file: one, or a list of them in either notation.
  ///
  /// Only plain and quoted texts without escapes are read; what is written in another way is as if it were
  /// not there.
  package static func values(of key: String, inFrontMatterOf markdown: String) -> [String] {
    let lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return [] }
    guard let start = lines[1..<end].firstIndex(where: { $0.hasPrefix("\(key):") }) else { return [] }
    let value = trimmed(lines[start].dropFirst(key.count + 1))
    if value.isEmpty {
      let items = lines[(start + 1)..<end].prefix { $0.drop { $0 == " " }.hasPrefix("- ") }
      return items.compactMap { plain(trimmed($0.drop { $0 == " " }.dropFirst(2))) }
    }
    if value.hasPrefix("["), value.hasSuffix("]") {
      return value.dropFirst().dropLast().split(separator: ",").compactMap { plain(trimmed($0)) }
    }
    return plain(value).map { [$0] } ?? []
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// The text of a scalar that needs no thought.
  private static func plain(_ text: Substring) -> String? {
    var text = text
    for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
      text = text.dropFirst().dropLast()
      break
    }
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/+".contains($0)) }
    return isPlain && !text.isEmpty ? String(text) : nil
  }
}

extension Unicode.GeneralCategory {
  /// Whether a character of this category is seen where it stands.
  fileprivate var isShown: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      false
    default: true
    }
  }
}
