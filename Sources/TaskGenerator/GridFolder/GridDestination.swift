import Diagnostics
import Foundation
import Storage

/// The folder that a grid is to be written to.
struct GridDestination {
  let path: String

  /// Checks that nothing is there that must not be replaced: only what is a grid's folder itself ever is, and an
  /// empty folder.
  /// - Throws: `GridDestinationError`.
  func check(replaces: Bool) throws(GridDestinationError) {
    let files = FileManager.default
    let place = path.withoutTrailingSlashes
    if place.isEmpty { throw .noName }
    let isLink = (try? files.destinationOfSymbolicLink(atPath: place)) != nil
    var isFolder: ObjCBool = false
    if !files.fileExists(atPath: place, isDirectory: &isFolder), !isLink { return }
    if isLink || !isFolder.boolValue { throw .inTheWay(path: path, kind: "a file or link") }
    if (try? files.contentsOfDirectory(atPath: place))?.isEmpty == true { return }
    if !files.fileExists(atPath: "\(place)/\(GridFolder.optionsName)") {
      throw .inTheWay(path: path, kind: "a folder that is no grid's")
    }
    if !replaces { throw .exists(path: path) }
  }
}

/// Why a grid is not written.
package enum GridDestinationError: UserError, Equatable {
  /// The destination is an empty text.
  case noName
  /// A grid's folder is there.
  case exists(path: String)
  /// Something is there that is never replaced.
  case inTheWay(path: String, kind: String)

  /// Usage.
  package var category: FailureCategory { .usage }

  /// Where it is.
  package var location: SourceLocation? {
    switch self {
    case .noName: nil
    case .exists(let path), .inTheWay(let path, _): SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .noName: "the folder to write has no name"
    case .exists: "is there already"
    case .inTheWay(_, let kind): "is in the way: it is \(kind), which is never replaced"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .noName: "Name a folder that is not there yet."
    case .exists: "Choose another folder, or replace it with --force."
    case .inTheWay: "Choose another folder."
    }
  }
}
