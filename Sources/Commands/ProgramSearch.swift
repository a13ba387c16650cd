import Diagnostics
import Foundation

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
