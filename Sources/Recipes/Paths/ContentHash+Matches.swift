import Foundation
import Storage

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
