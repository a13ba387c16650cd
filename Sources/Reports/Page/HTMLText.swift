/// Text for HTML.
enum HTMLText {
  /// `text` with everything that HTML would read as markup replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(character)
      case "\u{00}"..."\u{1F}", "\u{7F}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// A table in a box that scrolls on a narrow screen; the first `textColumns` cells of a row are text, the
  /// others numbers. Cells are escaped.
  static func table(header: [String], rows: [[String]], textColumns: Int) -> String {
    func cells(_ row: [String], _ tag: String) -> String {
      row.enumerated().map { index, cell in
        "<\(tag)\(index < textColumns ? "" : " class=\"number\"")>\(escaped(cell))</\(tag)>"
      }.joined()
    }
    let body = rows.map { "<tr>\(cells($0, "td"))</tr>" }.joined(separator: "\n")
    return
      "<div class=\"scroll\"><table><thead><tr>\(cells(header, "th"))</tr></thead>\n<tbody>\n\(body)\n</tbody></table></div>\n"
  }
}
