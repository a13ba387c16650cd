/// A program of the system and its arguments, as they are handed to it: no shell stands in between.
package struct ExternalCommand: Sendable, Hashable {
  /// The program, as a name that is looked for in `PATH` or as a path, and what follows it.
  package var arguments: [String]

  /// The command of these words.
  package init(_ arguments: [String]) { self.arguments = arguments }

  /// The program as it is written.
  package var program: String { arguments.first ?? "" }

  /// The program's name without the folders that it lies in.
  package var name: String { program.split(separator: "/").last.map(String.init) ?? program }

  /// The command as one would type it to a shell.
  package var text: String { arguments.map(Self.quoted).joined(separator: " ") }

  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        $0.value > 0x7F || $0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "%+,-./:=@_".unicodeScalars.contains($0)
      }
    if isPlain { return word }
    if word.contains("'"), !word.contains(where: { "\"\\$`!".contains($0) }) { return "\"\(word)\"" }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
