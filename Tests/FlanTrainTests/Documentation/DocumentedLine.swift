import Foundation
import Testing

/// A command line of the documentation.
struct DocumentedLine: CustomTestStringConvertible, Sendable {
  /// The page and line.
  let place: String
  /// The words, without quotes, comments, and what is piped behind.
  let words: [String]

  var testDescription: String { "\(place) \(words.joined(separator: " "))" }

  /// The words of one command, or `nil` for a blank line or a comment.
  init?(_ text: String, place: String) {
    self.place = place
    words = Self.words(of: text)
    if words.isEmpty { return nil }
  }

  /// The arguments where the command is this program, perhaps behind words that start it.
  var arguments: [String]? {
    let starters: Set<String> = ["exec", "srun", "if", "!", "then", "do", "time", "nohup", "sudo"]
    let call = words.drop { starters.contains($0) || $0.wholeMatch(of: /[A-Z_]+=.*/) != nil }
    guard let name = call.first, name == "flan-train" || name.hasSuffix("/flan-train") else { return nil }
    return Array(call.dropFirst())
  }

  /// The lines of every block for a shell, and those that services start.
  static let all: [DocumentedLine] = DocumentationPage.all.flatMap { page in
    page.blocks.flatMap { block -> [DocumentedLine] in
      let lines = block.text.replacing("\\\n", with: " ").split(separator: "\n").map(String.init)
      let calls: [String] =
        switch block.kind {
        case .shell: lines
        case .unit: lines.filter { $0.hasPrefix("ExecStart=") }.map { String($0.dropFirst(10)) }
        default: []
        }
      return calls.compactMap { DocumentedLine($0, place: "\(page.name):\(block.line)") }
    }
  }

  /// The calls within the text, whose words may be placeholders: `flan-train eval MODEL --limit N`.
  static let inline: [DocumentedLine] = DocumentationPage.all.flatMap { page in
    page.inline.filter { $0.text.hasPrefix("flan-train ") || $0.text.hasPrefix("exec flan-train") }
      .compactMap { DocumentedLine($0.text, place: "\(page.name):\($0.line)") }
  }

  /// The words of a line as a shell has them, up to a comment, a pipe, or another command.
  private static func words(of line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else if word == nil, "#|&;<>".contains(character) {
        return words
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + [word].compactMap { $0 }
  }
}
