import Foundation

extension SourceFiles {
  /// The source with files that its tasks are tested on: their examples are held out and evaluated, never trained on. Those
  /// of its own files that are among them are not trained on either.
  /// - Parameters:
  ///   - paths: files and folders.
  ///   - description: what is said of the source, and so of them; its choice of tasks does not hold for them.
  /// - Throws: see `init(path:description:)`; `SourceError.onlyValidation`.
  package func validated(by paths: [String], description: SourceDescription) throws -> SourceFiles {
    if paths.isEmpty { return self }
    var description = description
    (description.split, description.splitFile) = (nil, nil)
    var files = self
    for path in paths {
      let heldOut = try SourceFiles(path: path, description: description)
      files.validation += heldOut.entries
      files.companions += heldOut.companions.filter { !files.companions.contains($0) }
    }
    let held = Set(files.validation.map { Self.withoutLinks($0.path) })
    files.entries.removeAll { held.contains(Self.withoutLinks($0.path)) }
    if files.entries.isEmpty { throw SourceError.onlyValidation(path: path) }
    // That they are not trained on needs not be said.
    let names = paths + files.validation.map(\.path)
    files.notices.removeAll { notice in names.contains { notice.hasPrefix("\($0) is ") } }
    return files
  }

  private static func withoutLinks(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}
