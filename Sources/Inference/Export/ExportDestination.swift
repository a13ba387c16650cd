import Checkpoints
import Diagnostics
import Foundation
import Storage

/// The folder that an export is to make.
package struct ExportDestination {
  private let path: String

  package init(_ path: String) { self.path = path }

  /// Checks that nothing is there that must not be replaced.
  ///
  /// An empty folder is nothing. Only a plain model folder is ever replaced: never a file, a run, a
  /// checkpoint, the model itself, or a folder that the model lies in.
  /// - Throws: `ExportError`.
  package func check(source: String, replaces: Bool) throws(ExportError) {
    let files = FileManager.default
    if path.isEmpty { throw .noName }
    let isLink = (try? files.destinationOfSymbolicLink(atPath: path.withoutTrailingSlashes)) != nil
    if !isLink, !files.fileExists(atPath: path) { return }
    if isLink || !FolderChain.isFolder(path) { throw .inTheWay(path: path, kind: "a file or link") }
    let (mine, model) = (resolved(path), resolved(source))
    if model == mine || model.hasPrefix(mine + "/") {
      throw .inTheWay(path: path, kind: "the model itself, or a folder that it lies in")
    }
    if (try? files.contentsOfDirectory(atPath: path))?.isEmpty == true { return }
    if FolderChain.isFile("\(path)/\(CheckpointManifest.fileName)") {
      throw .inTheWay(path: path, kind: "a run's checkpoint")
    }
    if !FolderChain.isFile("\(path)/\(ModelFolder.configurationName)") {
      throw .inTheWay(path: path, kind: "a folder that is no model")
    }
    if !replaces { throw .exists(path: path) }
  }

  private func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
