import Diagnostics
import Foundation
import JSON
import Storage

/// Where a run was started (`origin.json`): for this machine alone, and so apart from the passport, which is
/// for all.
package struct RunOrigin: Codable {
  /// The recipe's file.
  package var recipeFile: String
}

extension RunFolder {
  /// Where the recipe lay when the run was started; relative inputs are looked for beside it.
  /// - Throws: `RunFolderError`, `FileError`.
  package func recipeOrigin() throws -> String {
    // Runs of earlier versions have it in the passport.
    guard FolderChain.isFile(originFile) else { return try passport().recipeFile }
    do {
      let data = try InputFile.read(originFile, what: "origin of a run")
      return try JSONDecoder().decode(RunOrigin.self, from: data).recipeFile
    } catch is DecodingError {
      throw RunFolderError.damaged(path: originFile, problem: "does not say where the recipe lay")
    }
  }

  /// Keeps where the recipe lies, so that the run may be resumed from another folder.
  /// - Throws: `FileError.refused`.
  package func writeOrigin(recipeFile: String) throws {
    let origin = RunOrigin(recipeFile: URL(fileURLWithPath: recipeFile).path)
    try write(EventCoding.pretty(origin), to: originFile)
  }
}
