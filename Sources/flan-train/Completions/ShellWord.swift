import ArgumentParser

/// Words as shells give them to a completion, and as they want them back.
enum ShellWord {
  /// The word that was typed as `text`, so far: without quotes and backslashes.
  static func unquoted(_ text: String) -> String {
    var word = ""
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
      } else {
        word.append(character)
      }
    }
    return word
  }

  /// The word as the asking shell reads it in a list of completions; `nil` for one that no line can hold.
  ///
  /// Bash expands the words of its list and marks folders, zsh takes what follows a colon for a description,
  /// fish what follows a tab.
  static func shown(_ word: String) -> String? {
    if word.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) { return nil }
    switch CompletionShell.requesting {
    case .bash?:
      // It puts the slash behind a folder itself.
      let name = word.count > 1 && word.hasSuffix("/") ? word.dropLast() : word[...]
      return name.reduce(into: "") { text, character in
        let isPlain = character.isLetter || character.isNumber || "/._-=+,@%:".contains(character)
        text += isPlain ? String(character) : "\\\(character)"
      }
    case .zsh?: return word.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
    default: return word
    }
  }
}
