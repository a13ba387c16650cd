import Diagnostics
import Foundation
import Instructions
import PJRT
import Recipes
import Setup
import Storage

/// What filling the cache for a recipe has come to.
package struct CachePage: Sendable, Codable, Equatable {
  /// The cache's folder.
  package var folder: String
  /// The stored sources.
  package var sources: [InstanceCache.Use]
  /// The tokenized tasks.
  package var tokens: TokenCache.Use

  /// What the recipe's commands have written, in words.
  package var commands: [String]

  /// Makes what the recipe's run would make at its start.
  /// - Parameters:
  ///   - runsCommandsAgain: whether commands run although what they have written is there.
  ///   - progress: told how far it is.
  ///   - report: told how it goes.
  /// - Throws: any `UserError` about recipe, data, vocabulary or disk.
  package init(
    filling loaded: LoadedRecipe, runsCommandsAgain: Bool = false,
    progress: @escaping @Sendable (WorkProgress) -> Void = { _ in },
    report: @escaping @Sendable (String) -> Void
  ) throws {
    let inputs = RecipeInputs(of: loaded)
    let setup = try ModelSetup(loaded, inputs: inputs)
    var caching = CacheHandling(.required, report: report, warn: report, progress: progress)
    caching.runsCommandsAgain = runsCommandsAgain
    let data = try TrainingData(loaded, inputs: inputs, tokenizer: setup.tokenizer, caching: caching)
    commands = data.sourceNotes
    folder = loaded.recipe.data.cache.path
    sources = data.cached
    tokens = data.tokens ?? TokenCache.Use()
  }
}

/// The files of a cache.
package struct CacheContent: Sendable, Codable, Equatable {
  /// One file.
  package struct File: Sendable, Codable, Equatable {
    /// Its path below the folder.
    package var path: String
    /// Its size.
    package var bytes: Int
  }

  /// The folder, in a cache's, of programs that plug-ins have compiled.
  package static let programs = "programs"

  /// The folder.
  package var folder: String
  /// The stores, tokenized tasks, compiled programs, and what commands have written, each in the order of
  /// their names.
  package var files: [File]

  /// The size of all together.
  package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

  /// What is in `folder`; nothing where there is no such folder.
  /// - Throws: `FileError`.
  package init(of folder: String) throws {
    self.folder = folder
    files = []
    let endings = [".store", ".h5", ExecutableCache.ending]
    for part in ["stores", "tokens", Self.programs] where FolderChain.isFolder("\(folder)/\(part)") {
      for name in try InputFile.names(in: "\(folder)/\(part)", what: "cache") {
        guard endings.contains(where: name.hasSuffix), !name.hasPrefix("."),
          let status = FileStatus("\(folder)/\(part)/\(name)"), status.kind == .file
        else { continue }
        files.append(File(path: "\(part)/\(name)", bytes: status.size))
      }
    }
    try addCommands()
  }

  private mutating func addCommands() throws {
    let root = "\(folder)/commands"
    if !FileManager.default.fileExists(atPath: root) { return }
    for name in try InputFile.names(in: root, what: "cache") where FolderChain.isFolder("\(root)/\(name)") {
      if name.hasPrefix(".") { continue }
      for file in try InputFile.names(in: "\(root)/\(name)", what: "cache") {
        guard let status = FileStatus("\(root)/\(name)/\(file)"), status.kind == .file else { continue }
        files.append(File(path: "commands/\(name)/\(file)", bytes: status.size))
      }
    }
  }

  /// Removes the files of `folder`, and nothing that is not the cache's own.
  /// - Throws: `FileError`.
  package init(clearing folder: String) throws {
    try self.init(of: folder)
    for file in files { try FileSystem.standard.removeOne("\(folder)/\(file.path)") }
    try FileSystem.standard.removeTree("\(folder)/hashes")
    // Of these only empty folders are left.
    for path in Set(files.map(\.path)).filter({ $0.hasPrefix("commands/") }) {
      let place = "\(folder)/" + path.split(separator: "/").dropLast().joined(separator: "/")
      if FolderChain.isFolder(place) { try FileSystem.standard.removeOne(place) }
    }
  }
}
