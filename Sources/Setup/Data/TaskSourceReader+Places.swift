import Commands
import Diagnostics
import Foundation
import Instructions
import Recipes
import Runs
import Storage

/// Where the tasks of a source are read from.
package enum TaskSourcePlace {
  /// A file or folder.
  case path(String, key: String)
  /// The files and folders that a pattern stands for.
  case matches(RecipeInputs.Matches, key: String)
  /// What a command has written.
  case output(CommandStore.Output, of: ExternalCommand, key: String)

  /// The dotted key of the setting that names it.
  package var key: String {
    switch self {
    case .path(_, let key), .matches(_, let key), .output(_, _, let key): key
    }
  }

  /// What the user should know of it.
  package var notes: [String] {
    switch self {
    case .path: return []
    case .matches(let matches, let key):
      let paths = matches.paths
      let shown = paths.prefix(8).joined(separator: ", ")
      let more = paths.count > 8 ? " and \(paths.count - 8) more" : ""
      return ["\(key): '\(matches.pattern)' stands for \(shown)\(more)"]
    case .output(let output, let command, let key):
      let record = output.record
      let lines = "\(record.lines) \(record.lines == 1 ? "line" : "lines")"
      let words = record.standardError.split(whereSeparator: \.isNewline).suffix(3)
      let said = words.isEmpty ? [] : ["\(command.text) said: " + words.joined(separator: " / ")]
      if output.isNew {
        return ["\(key): \(command.text) has written \(lines), now in \(output.path)"] + said
      }
      return [
        "\(key): \(lines) that \(command.text) wrote on \(record.date) are read from \(output.path); "
          + "'flan-train cache RECIPE --run-again' runs it anew"
      ]
    }
  }
}

extension TaskSourceReader {
  /// Where a source is read from; a command is run for it where that has not been done and may be.
  /// - Returns: `nil` for a command that has not been run and may not be.
  package func place(of settings: TaskSourceSettings, key: String) throws -> TaskSourcePlace? {
    if let command = settings.command {
      let key = "\(key).command"
      let store = CommandStore(cache)
      let output = try store.output(of: command, in: locations.recipeFolder, at: loaded.place(of: key))
      return output.map { .output($0, of: command, key: key) }
    }
    let key = "\(key).path"
    if let matches = try locations.matches(settings.path, key: key) { return .matches(matches, key: key) }
    return .path(try locations.resolve(settings.path, key: key), key: key)
  }

  package func notRun(_ settings: TaskSourceSettings, key: String) -> CommandsNotRun.Command {
    .init(
      location: loaded.place(of: "\(key).command"), text: settings.command?.text ?? "",
      folder: locations.recipeFolder)
  }

  /// The task files.
  /// - Throws: see `SourceFiles`; a command that would read what only other programs do is one that works in
  ///   the recipe's folder.
  package func files(_ place: TaskSourcePlace, description: SourceDescription) throws -> SourceFiles {
    do {
      return switch place {
      case .path(let path, _): try SourceFiles(path: path, description: description)
      case .matches(let matches, _):
        try SourceFiles(pattern: matches.pattern, paths: matches.paths, description: description)
      case .output(let output, _, _): try SourceFiles(path: output.path, description: description)
      }
    } catch SourceError.foreign(let path, let kind, let file) {
      let full = URL(fileURLWithPath: file).standardizedFileURL.path
      let folder = locations.recipeFolder + "/"
      let shown = full.hasPrefix(folder) ? String(full.dropFirst(folder.count)) : full
      throw SourceError.foreign(path: path, kind: kind, file: shown)
    }
  }

  /// What the passport says of a source.
  package func input(
    _ place: TaskSourcePlace, _ settings: TaskSourceSettings, remembered: FileHashes?
  ) throws -> RunPassport.Input {
    switch place {
    case .path(let path, let key):
      .init(
        key: key, path: settings.path,
        sha256: try ContentHash.of(path: path, what: "task source", remembered: remembered))
    case .matches(let matches, let key):
      .init(
        key: key, path: matches.pattern,
        sha256: try ContentHash.of(matches, what: "task source", remembered: remembered))
    case .output(let output, let command, let key):
      .init(key: key, path: command.text, sha256: output.record.sha256, command: command.arguments)
    }
  }
}
