import Diagnostics
import Foundation

/// Why a file is no plug-in that can be used.
package struct PlugInError: UserError, Equatable {
  /// What is wrong with it.
  package enum Reason: Sendable, Equatable {
    /// Nothing is at the path, or a folder; `similar` is the nearest name in the same folder.
    case missing(similar: String?)
    /// The system could not load it as a library.
    case notLoaded(reason: String)
    /// It is a library, but not of this kind: it lacks `GetPjrtApi`.
    case noEntry
    /// It hands out no table of calls.
    case noTable
    /// It was built with an older version of the interface than this program understands.
    case tooOld(PlugIn.APIVersion)
    /// It was built with a version that is no longer compatible.
    case tooNew(PlugIn.APIVersion)
  }

  /// The file.
  package let path: String
  /// What is wrong with it.
  package let reason: Reason

  /// A fault of the file at `path`.
  package init(_ path: String, _ reason: Reason) { (self.path, self.reason) = (path, reason) }

  /// Checks that a file is at `path`: `dlopen` would look for a name without a slash elsewhere.
  /// - Throws: `PlugInError`.
  static func requireLibrary(_ path: String) throws(PlugInError) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue { return }
    let url = URL(fileURLWithPath: path)
    let names = try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
    let similar = NearestName.suggestion(
      for: url.lastPathComponent, in: (names ?? []).filter { $0 != url.lastPathComponent })
    throw PlugInError(path, .missing(similar: similar))
  }

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .usage }

  /// The file.
  package var location: SourceLocation? { SourceLocation(file: path) }

  /// What is wrong.
  package var problem: String {
    switch reason {
    case .missing: "there is no such plug-in"
    case .notLoaded(let reason): "could not be loaded as a library: \(reason)"
    case .noEntry: "is a library, but no plug-in of XLA: it has no GetPjrtApi"
    case .noTable: "is no plug-in of XLA that is understood: its GetPjrtApi gives no table of calls"
    case .tooOld(let version):
      "has version \(version) of the PJRT interface; \(PlugIn.oldestVersion) is the oldest that is understood"
    case .tooNew(let version):
      "has version \(version) of the PJRT interface; this program understands versions \(PlugIn.oldestVersion.major).x"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch reason {
    case .missing(let similar):
      similar.map { "Did you mean '\($0)'?" } ?? "Check the path. \(PlugInSearch.howToGetOne)"
    case .notLoaded: "Are the libraries that it needs installed? \(PlugInSearch.howToGetOne)"
    case .noEntry, .noTable: PlugInSearch.howToGetOne
    case .tooOld: "Take a newer plug-in. \(PlugInSearch.howToGetOne)"
    case .tooNew: "Take an older plug-in, or a newer flan-train."
    }
  }
}
