import Diagnostics
import Storage

extension ModelFolder {
  /// Makes a model folder that is whole or not there: `body` fills a new folder beside it, which is forced to the disk
  /// and then takes the name, in place of the folder that may have it.
  ///
  /// Where anything fails, the new folder is gone and the old one as it was. What an earlier process of the same
  /// intent has left half-written is removed first.
  /// - Parameters:
  ///   - path: the folder; those above it are made where they are missing.
  ///   - body: gets the new folder's path; makes files and folders in it, no links.
  /// - Throws: `FileError`, and what `body` throws.
  package static func create(
    _ path: String, fileSystem: FileSystem = .standard, _ body: (_ folder: String) throws -> Void
  ) throws {
    let place = Draft(of: path)
    if ["", ".", ".."].contains(place.name) {
      throw FileError.wrongKind(path: path, expected: "a new folder", found: "no folder's name")
    }
    try fileSystem.createFolders(place.parent)
    try Draft.make(path, fileSystem: fileSystem) { folder in
      try fileSystem.createFolder(folder)
      try body(folder)
    }
  }

  /// Copies the files of a model folder that tell `transformers` about its tokenizer, as they are.
  /// - Returns: the names of the files that were there.
  /// - Throws: `FileError`.
  package static func copyTokenizer(
    from source: String, to destination: String, fileSystem: FileSystem = .standard
  ) throws -> [String] {
    try tokenizerFiles.filter { name in
      guard FileStatus("\(source)/\(name)", followingLinks: true) != nil else { return false }
      try fileSystem.copy("\(source)/\(name)", to: "\(destination)/\(name)")
      return true
    }
  }

  private static let tokenizerFiles = [
    vocabularyName, "tokenizer.model", "tokenizer.json", tokenizerName, specialTokensName,
    "added_tokens.json", turnsName,
  ]
}
