import Diagnostics
import Foundation
import Recipes
import Storage

/// Finds the study that a user means: a path, or the name of one that comes with the program.
package struct StudyLocator: Sendable {
  /// The folder of the shipped studies, below that of the recipes.
  package static let folderName = "studies"

  /// The folder that relative paths are relative to.
  package let workingDirectory: String
  /// The folders of studies that come with the program, the first first.
  package let shippedFolders: [String]

  /// A locator for a working directory and folders of shipped studies.
  package init(workingDirectory: String, shippedFolders: [String]) {
    self.workingDirectory = workingDirectory
    self.shippedFolders = shippedFolders
  }

  /// The locator of the running program: `studies` beside the recipes that come with it.
  package static func standard() -> StudyLocator {
    let recipes = RecipeLocator.standard()
    return StudyLocator(
      workingDirectory: recipes.workingDirectory,
      shippedFolders: recipes.shippedFolders.map { "\($0)/\(folderName)" }.filter(FolderChain.isFolder))
  }

  /// The file that `path` means; letters' case and the ending `.json` may be left to us.
  /// - Throws: `StudyError.notFound` with the nearest name.
  package func locate(_ path: String) throws(StudyError) -> String {
    if !path.isEmpty {
      let written = path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
      if FolderChain.isFile(written) { return path }
      if let found = FolderChain.ignoringCase(path, from: workingDirectory), FolderChain.isFile(found.full) {
        return found.written
      }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isShippedName =
        path == name || path.lowercased() == "recipes/\(Self.folderName)/\(name)".lowercased()
      for folder in shippedFolders where isShippedName {
        for candidate in [name, name + ".json"] {
          if let found = FolderChain.ignoringCase(candidate, from: folder), FolderChain.isFile(found.full) {
            return found.full
          }
        }
      }
    }
    let shipped = shippedStudies
    throw .notFound(
      path: path, similar: NearestName.suggestion(for: path, in: shipped), shipped: shipped)
  }

  /// The names of the studies that come with the program, sorted.
  package var shippedStudies: [String] {
    let files = shippedFolders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    return Set(files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }).sorted()
  }
}
