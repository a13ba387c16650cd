import Foundation

/// Folders and the folders above them, for the search for recipes and for their inputs.
package enum FolderChain {
  /// `folder` and the folders above it, the nearest first.
  package static func upwards(from folder: String) -> [String] {
    var parts = URL(fileURLWithPath: folder).standardizedFileURL.path.split(separator: "/").map(String.init)
    var folders: [String] = []
    while true {
      folders.append("/" + parts.joined(separator: "/"))
      if parts.popLast() == nil { return folders }
    }
  }

  package static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }

  package static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The path below `root` (or the absolute path) that equals `path` but for the case of its letters: in each
  /// folder the name as written if it is there, else the first in alphabetical order.
  package static func ignoringCase(_ path: String, from root: String) -> (written: String, full: String)? {
    let isAbsolute = path.hasPrefix("/")
    var full = isAbsolute ? "" : root
    var written = ""
    for part in path.split(separator: "/").map(String.init) {
      let name: String
      if FileManager.default.fileExists(atPath: "\(full)/\(part)") {
        name = part
      } else {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: full.isEmpty ? "/" : full)) ?? []
        guard let match = names.filter({ $0.lowercased() == part.lowercased() }).min() else { return nil }
        name = match
      }
      full += "/\(name)"
      written += written.isEmpty && !isAbsolute ? name : "/\(name)"
    }
    return written.isEmpty ? nil : (written, full)
  }
}

extension String {
  /// The path without the slashes at its end, by which a folder may be named; the root keeps its own.
  package var withoutTrailingSlashes: String {
    var path = self
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}

/// What a step's folders are called: `step-00000500`, with eight digits, so that names sort like steps.
package enum StepName {
  private static let start = "step-"

  /// The name of the folders of `step`.
  package static func text(_ step: Int) -> String {
    let digits = String(step)
    return start + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// The step of a folder called `name`; `nil` for any other name.
  package static func step(of name: String) -> Int? {
    guard name.hasPrefix(start), let step = Int(name.dropFirst(start.count)), step >= 0, text(step) == name
    else { return nil }
    return step
  }
}
