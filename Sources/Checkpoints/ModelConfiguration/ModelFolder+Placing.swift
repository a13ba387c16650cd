import Diagnostics
import Foundation
import Storage

extension ModelFolder {
  /// Makes a model folder that is whole or not there: `body` fills a new folder beside it, which is forced to
  /// the disk and then takes the name, in place of the folder that may have it.
  ///
  /// Where anything fails, the new folder is gone and the old one as it was. What an earlier process of the
  /// same intent has left half-written is removed first.
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
  /// - Parameter turnFiles: what tells of the turns that the model was trained with, in place of the source's
  ///   own files and of every other chat template.
  /// - Returns: the names of the files that were there.
  /// - Throws: `FileError`; with turns `JSONError`.
  package static func copyTokenizer(
    from source: String, to destination: String, turnFiles: [(name: String, bytes: Data)] = [],
    fileSystem: FileSystem = .standard
  ) throws -> [String] {
    let names = tokenizerFiles.filter { FileStatus("\(source)/\($0)", followingLinks: true) != nil }
    for name in names where !turnFiles.contains(where: { $0.name == name }) {
      if name == tokenizerName, !turnFiles.isEmpty {
        let bytes = try tokenizerConfiguration(withoutTemplateOf: source)
        try fileSystem.write(bytes, to: "\(destination)/\(name)")
      } else {
        try fileSystem.copy("\(source)/\(name)", to: "\(destination)/\(name)")
      }
    }
    for (name, bytes) in turnFiles { try fileSystem.write(bytes, to: "\(destination)/\(name)") }
    return names
  }

  private static let tokenizerFiles = [
    vocabularyName, "tokenizer.model", "tokenizer.json", tokenizerName, specialTokensName,
    "added_tokens.json", turnsName, chatTemplateName,
  ]
}
