import Diagnostics
import Foundation
import Settings
import Storage

/// Finds the recipe that a user means.
///
/// A path that does not exist as written is tried without regard to the case of its letters
/// (`recipes/flan-small.json` finds `Recipes/flan-small.json`), then among the recipes that come with the
/// program, where a leading `recipes/` and the ending `.json` may be left out.
package struct RecipeLocator: Sendable {
  /// The folder that relative paths are relative to.
  package let workingDirectory: String
  /// The folders of recipes that come with the program, the first first.
  package let shippedFolders: [String]

  /// A locator for a working directory and folders of shipped recipes.
  package init(workingDirectory: String, shippedFolders: [String]) {
    self.workingDirectory = workingDirectory
    self.shippedFolders = shippedFolders
  }

  /// The locator of the running program: `Recipes` of the package that the executable was built in, then
  /// `share/flan-train/Recipes` beside the `bin` folder that it is installed in.
  /// - Parameter executable: the executable's path; links are followed.
  package static func standard(executable: String? = Bundle.main.executablePath) -> RecipeLocator {
    var folders: [String] = []
    if let executable {
      let start = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
      for folder in FolderChain.upwards(from: start.path) {
        if FileManager.default.fileExists(atPath: folder + "/Package.swift") {
          folders.append(folder + "/Recipes")
        }
        folders.append(folder + "/share/flan-train/Recipes")
      }
    }
    return RecipeLocator(
      workingDirectory: FileManager.default.currentDirectoryPath,
      shippedFolders: folders.filter(FolderChain.isFolder))
  }

  /// The file that `path` means.
  /// - Throws: `RecipeError.notFound` with the nearest name, `RecipeError.contradiction` for a folder.
  package func locate(_ path: String) throws(RecipeError) -> String {
    if path.isEmpty { throw notFound(path) }
    let written = path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    if FolderChain.isFile(written) { return path }
    if FolderChain.isFolder(written) {
      throw .contradiction(
        location: SourceLocation(file: path), problem: "is a folder, not a recipe",
        nextStep: "Name a .json file in it.")
    }
    if let found = FolderChain.ignoringCase(path, from: workingDirectory), FolderChain.isFile(found.full) {
      return found.written
    }
    let parts = path.split(separator: "/").map(String.init)
    let tail = parts.first?.lowercased() == "recipes" ? Array(parts.dropFirst()) : parts
    if !path.hasPrefix("/"), !tail.isEmpty {
      let name = tail.joined(separator: "/")
      for folder in shippedFolders {
        for candidate in [name, name + ".json"] {
          guard let found = FolderChain.ignoringCase(candidate, from: folder), FolderChain.isFile(found.full)
          else {
            continue
          }
          return found.full
        }
      }
    }
    throw notFound(path)
  }

  /// The recipes that come with the program, as paths below their folder, sorted; studies, which lie there as
  /// well, are none.
  package var shippedRecipes: [String] {
    var names: Set<String> = []
    for folder in shippedFolders {
      let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      names.formUnion(files.filter { $0.hasSuffix(".json") && !$0.hasPrefix("studies/") })
    }
    return names.sorted()
  }

  private func notFound(_ path: String) -> RecipeError {
    let url = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: workingDirectory + "/"))
    let siblings = try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
    let recipes = (siblings ?? []).filter { $0.hasSuffix(".json") }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let shipped = shippedRecipes
    let name = String(path.dropFirst(folder.count))
    let similar =
      NearestName.suggestion(for: name, in: recipes).map { folder + $0 }
      ?? NearestName.suggestion(for: name, in: recipes.map { String($0.dropLast(5)) }).map {
        "\(folder)\($0).json"
      }
      ?? NearestName.suggestion(for: path, in: shipped.map { "Recipes/" + $0 })
      ?? NearestName.suggestion(for: path, in: shipped.flatMap { [$0, String($0.dropLast(5))] })
    return .notFound(path: path, similar: similar, shipped: shipped)
  }
}

/// The folder `Data` that comes with the program: beside the shipped recipes, else in the package that a
/// recipe belongs to.
package enum ShippedData {
  /// The names of evaluation suites' tasks.
  package static let heldOutSuites = "HeldOut/suites.json"
  /// The tasks of the Flan collection.
  package static let inventory = "Inventory/flan-collection.tsv"
  /// The evaluation suites, one file each.
  package static let suites = "Suites"
  /// The templates of each family.
  package static let templates = "Templates"

  /// The file `name`.
  /// - Returns: `nil` where there is none.
  package static func path(_ name: String, inputs: RecipeInputs? = nil) -> String? {
    candidates(name, inputs).first(where: FolderChain.isFile)
  }

  /// The folder `name`.
  /// - Returns: `nil` where there is none.
  package static func folder(_ name: String, inputs: RecipeInputs? = nil) -> String? {
    candidates(name, inputs).first(where: FolderChain.isFolder)
  }

  private static func candidates(_ name: String, _ inputs: RecipeInputs?) -> [String] {
    let locator = RecipeLocator.standard()
    let beside = locator.shippedFolders.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return (beside + (inputs?.folders ?? [locator.workingDirectory])).map { "\($0)/Data/\(name)" }
  }
}
