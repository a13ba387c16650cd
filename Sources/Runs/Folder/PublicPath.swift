import Foundation

/// Paths as they may be shown to others: nothing of the folders of the machine that a run was made on.
package enum PublicPath {
  /// A relative path as it is; of an absolute one, or one in a home folder, its last name, or for a folder in
  /// Hugging Face's cache the name on the hub.
  package static func of(_ path: String) -> String {
    if let name = hubName(path) { return name }
    guard path.hasPrefix("/") || path.hasPrefix("~") else { return path }
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  /// `owner/name` of a path into Hugging Face's cache, such as `.../models--owner--name/snapshots/HASH`.
  package static func hubName(_ path: String) -> String? {
    for part in path.split(separator: "/") {
      for kind in ["models--", "datasets--"] where part.hasPrefix(kind) {
        let names = part.dropFirst(kind.count).components(separatedBy: "--")
        if names.count <= 2, names.allSatisfy({ !$0.isEmpty }) { return names.joined(separator: "/") }
      }
    }
    return nil
  }

  /// A setting `key=value` of the command line, with every absolute path in it shown as `of(_:)` shows it.
  package static func setting(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    var isStart = true
    while let first = rest.first {
      // A slash between words is none.
      let isPath = first == "/" && rest.dropFirst().first?.isWhitespace == false || rest.hasPrefix("~/")
      if isStart, isPath {
        let path = rest.prefix { !"\"',]})".contains($0) }
        result += of(String(path))
        rest = rest.dropFirst(path.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
      isStart = "=\"'[,( ".contains(result.last ?? " ")
    }
    return result
  }
}
