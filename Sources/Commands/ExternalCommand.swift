import Diagnostics
import Foundation

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

/// Where programs that people read data with come from, and how they are made to write JSON Lines.
enum KnownPrograms {
  private static let installations = [
    "duckdb": "'brew install duckdb', 'pip install duckdb-cli', or duckdb.org/install",
    "sqlite3": "'apt install sqlite3' or 'brew install sqlite'",
    "zstd": "'apt install zstd' or 'brew install zstd'",
    "xz": "'apt install xz-utils' or 'brew install xz'",
    "bzip2": "'apt install bzip2' or 'brew install bzip2'",
    "lz4": "'apt install lz4' or 'brew install lz4'",
    "unzip": "'apt install unzip' or 'brew install unzip'",
    "tar": "'apt install tar'",
    "jq": "'apt install jq' or 'brew install jq'",
    "python3": "'apt install python3' or 'brew install python'",
  ]

  /// What to do where a program is missing.
  static func installation(of program: String, startsSentence: Bool) -> String {
    let verb = startsSentence ? "Install" : "install"
    return (installations[program].map { "\(verb) it (\($0))" } ?? "\(verb) it")
      + ", or name it by its path."
  }

  /// How to have a program write JSON Lines.
  static func linesAdvice(for name: String) -> String {
    switch name {
    case "duckdb": "Have it write one object to a line: 'duckdb -jsonlines -c QUERY'."
    case "sqlite3":
      "Have it write one object to a line: 'select json_object('input', QUESTION, 'output', ANSWER) from TABLE'."
    case "jq": "Have it write one object to a line: 'jq -c'."
    default: "Have it write one JSON object to a line, and all else to standard error."
    }
  }
}

/// Finds the file of a program as a shell does.
enum ProgramSearch {
  /// The path of the command's program.
  /// - Parameters:
  ///   - folder: where a relative path begins.
  ///   - path: the folders that names are looked for in, with colons between them.
  /// - Throws: `CommandError`.
  static func path(
    of command: ExternalCommand, in folder: String,
    path: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    at location: SourceLocation?
  ) throws(CommandError) -> String {
    let program = command.program
    if program.contains("/") {
      let home = FileManager.default.homeDirectoryForCurrentUser.path
      let full =
        program.hasPrefix("/")
        ? program : program.hasPrefix("~/") ? home + program.dropFirst() : "\(folder)/\(program)"
      if isProgram(full) { return full }
      let isThere = FileManager.default.fileExists(atPath: full)
      throw CommandError(.notExecutable(path: full, isThere: isThere), of: command, at: location)
    }
    // An empty entry stands for the working directory.
    let folders = path.split(separator: ":", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? folder : String($0) }
    for candidate in folders.map({ "\($0)/\(program)" }) where isProgram(candidate) { return candidate }
    throw CommandError(
      .notFound(searched: folders, similar: similar(to: program, in: folders)), of: command, at: location)
  }

  private static func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
      && FileManager.default.isExecutableFile(atPath: path)
  }

  private static func similar(to program: String, in folders: [String]) -> String? {
    let names = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    // One letter more or less is a slip; programs of two or three letters are all alike.
    return program.count < 4 ? nil : NearestName.suggestion(for: program, in: Set(names))
  }
}
