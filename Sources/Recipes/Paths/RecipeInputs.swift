import Diagnostics
import Foundation
import Instructions
import Settings
import Storage

/// Finds the files and folders that a recipe names.
///
/// A relative path is looked for, in this order,
/// 1. in the working directory;
/// 2. in the recipe file's own folder;
/// 3. in the folders above that one, up to the root of the package that the recipe belongs to: the nearest
///    folder that holds a `Package.swift` or a folder `Recipes` with the recipe in it.
///
/// So `Data/Tasks` in a recipe that comes with the program is found from anywhere, and a file of the user's
/// own comes before one of the package. An absolute path, or one that starts with `~/`, is taken as it is.
package struct RecipeInputs: Sendable {
  /// The folders that are searched, in order.
  package let folders: [String]
  /// Whether the first folder is the process's working directory.
  private let isWorkingDirectory: Bool
  private let recipeFile: String
  private let origins: [String: SourceLocation]

  /// The inputs of `loaded`.
  /// - Parameters:
  ///   - recipeFile: where the recipe lay when the run was first started; differs from `loaded.file` on
  ///     resume.
  ///   - workingDirectory: the folder that comes first.
  package init(
    of loaded: LoadedRecipe, recipeFile: String? = nil,
    workingDirectory: String = FileManager.default.currentDirectoryPath
  ) {
    let file = recipeFile ?? loaded.file
    let path = file.hasPrefix("/") ? file : "\(workingDirectory)/\(file)"
    let chain = FolderChain.upwards(from: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    let root = chain.indices.first { index in
      FileManager.default.fileExists(atPath: chain[index] + "/Package.swift")
        || (index > 0 && URL(fileURLWithPath: chain[index - 1]).lastPathComponent == "Recipes")
    }
    var folders = [FolderChain.upwards(from: workingDirectory)[0]]
    for folder in chain[...(root ?? 0)] where !folders.contains(folder) { folders.append(folder) }
    self.folders = folders
    isWorkingDirectory = folders[0] == FolderChain.upwards(from: FileManager.default.currentDirectoryPath)[0]
    self.recipeFile = file
    origins = loaded.origins
  }

  /// The path at which `path` is found.
  /// - Parameter key: the dotted key of the setting that names it, for the message.
  /// - Throws: `RecipeError.missingInput`, with the places that were tried and the nearest name.
  package func resolve(_ path: String, key: String) throws(RecipeError) -> String {
    let candidates = candidates(for: path)
    for candidate in candidates where FileManager.default.fileExists(atPath: candidate) {
      // Messages name a file as the user wrote it, where that leads to it.
      let isAsWritten = isWorkingDirectory && candidate == candidates.first && !path.hasPrefix("~/")
      return isAsWritten ? path : candidate
    }
    var similar: String?
    for candidate in candidates where similar == nil { similar = nearest(to: candidate, written: path) }
    throw .missingInput(
      location: origins[key] ?? SourceLocation(file: recipeFile, field: key), path: path, tried: candidates,
      similar: similar)
  }

  /// What a pattern of paths stands for.
  package struct Matches: Sendable, Equatable {
    /// The pattern, as the recipe has it.
    package let pattern: String
    /// The files and folders, in order; not empty.
    package let paths: [String]
    /// Their names from the pattern's first wildcard on, which are the same wherever the data lies.
    package let names: [String]
  }

  /// What a pattern stands for; `nil` for a path without wildcards, or one that is there as it is written.
  /// - Parameter key: the dotted key of the setting that names it, for the message.
  /// - Throws: `RecipeError.noMatch`, with the nearest folder and what it holds.
  package func matches(_ path: String, key: String) throws(RecipeError) -> Matches? {
    let candidates = candidates(for: path)
    if candidates.contains(where: { FileManager.default.fileExists(atPath: $0) }) { return nil }
    guard PathPattern(path) != nil else { return nil }
    for (number, candidate) in candidates.enumerated() {
      // Messages name files as the user wrote them, where that leads to them.
      let isAsWritten = isWorkingDirectory && number == 0 && !path.hasPrefix("~/")
      guard let pattern = PathPattern(isAsWritten ? path : candidate) else { continue }
      let found = pattern.paths(in: folders[0])
      if !found.isEmpty { return Matches(pattern: path, paths: found, names: found.map(pattern.varyingPart)) }
    }
    let nearest = candidates.compactMap { PathPattern($0)?.nearest }
    let deepest = nearest.min { $0.rest < $1.rest }
    throw .noMatch(
      location: origins[key] ?? SourceLocation(file: recipeFile, field: key), pattern: path,
      folder: deepest?.folder ?? folders[0], names: deepest?.names ?? [],
      similar: deepest.flatMap { $0.similar(in: path) })
  }

  /// The folder of the recipe's file, in which its commands run.
  package var recipeFolder: String {
    let file = recipeFile.hasPrefix("/") ? recipeFile : "\(folders[0])/\(recipeFile)"
    return URL(fileURLWithPath: file).deletingLastPathComponent().standardizedFileURL.path
  }

  private func candidates(for path: String) -> [String] {
    if path.hasPrefix("/") { return [path] }
    if path.hasPrefix("~/") {
      return [FileManager.default.homeDirectoryForCurrentUser.path + path.dropFirst()]
    }
    return folders.map { $0 == "/" ? "/\(path)" : "\($0)/\(path)" }
  }

  private func nearest(to candidate: String, written: String) -> String? {
    let url = URL(fileURLWithPath: candidate)
    let siblings = try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
    let name = NearestName.suggestion(for: url.lastPathComponent, in: siblings ?? [])
    let folder = written.lastIndex(of: "/").map { String(written[...$0]) } ?? ""
    return name.map { folder + $0 }
  }
}

extension ContentHash {
  /// The hash of what a pattern stands for: the hash over the sorted lines `hash  name`.
  /// - Throws: `FileError`.
  package static func of(
    _ matches: RecipeInputs.Matches, what: String, remembered: FileHashes? = nil
  ) throws -> String {
    let lines = try zip(matches.paths, matches.names).map { path, name in
      "\(try of(path: path, what: what, remembered: remembered))  \(name)\n"
    }
    return of(Data(lines.joined().utf8))
  }
}
