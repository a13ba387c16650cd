import Diagnostics
import Foundation

/// A path with wildcards: `*` stands for any letters of a name, `?` for one, and a name `**` for any folders,
/// also none.
///
/// Names that begin with a dot match only where the pattern's name does as well.
package struct PathPattern: Sendable {
  private let isAbsolute: Bool
  private let names: [Substring]

  /// The pattern of a path; `nil` for a path without wildcards.
  package init?(_ path: String) {
    guard path.contains(where: { "*?".contains($0) }) else { return nil }
    isAbsolute = path.hasPrefix("/")
    names = path.split(separator: "/").filter { $0 != "." }
  }

  /// The files and folders that are there, in the order of their paths' bytes, as the pattern has them: a
  /// relative one gives paths relative to `folder`. What lies in a folder that matches is not listed besides.
  package func paths(in folder: String) -> [String] {
    let start = isAbsolute ? "/" : folder
    let found = Set(Self.search(start, names[...], prefix: isAbsolute ? "/" : ""))
    let isInFolder = { (path: String) in
      path.indices.contains { path[$0] == "/" && found.contains(String(path[..<$0])) }
    }
    return found.filter { !isInFolder($0) }.sorted {
      Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
    }
  }

  /// The names of a path that the pattern stands for, from the first with a wildcard on.
  package func varyingPart(of path: String) -> String {
    let fixed = names.prefix { !Self.isPattern($0) }.count
    return path.split(separator: "/").dropFirst(fixed).joined(separator: "/")
  }

  /// How far the names without wildcards lead.
  package struct Nearest: Sendable {
    /// The deepest folder that is there.
    package let folder: String
    /// How many of the pattern's names come after it.
    package let rest: Int
    /// What the pattern asks for in it.
    package let missing: String
    /// What is in it, sorted.
    package let names: [String]

    /// The pattern as it was probably meant: with the nearest name in place of a folder's that is missing.
    package func similar(in pattern: String) -> String? {
      guard !PathPattern.isPattern(missing[...]), let name = NearestName.suggestion(for: missing, in: names)
      else { return nil }
      var parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard let index = parts.firstIndex(of: missing) else { return nil }
      parts[index] = name
      return parts.joined(separator: "/")
    }
  }

  /// How far an absolute pattern leads before its first wildcard.
  package var nearest: Nearest {
    var path = ""
    var rest = names[...]
    while let name = rest.first, !Self.isPattern(name), SourceFiles.isFolder("\(path)/\(name)") {
      path += "/\(name)"
      rest = rest.dropFirst()
    }
    if path.isEmpty { path = "/" }
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return Nearest(
      folder: path, rest: rest.count, missing: rest.first.map(String.init) ?? "",
      names: inside.filter { !$0.hasPrefix(".") }.sorted())
  }

  static func isPattern(_ name: Substring) -> Bool { name.contains { "*?".contains($0) } }

  private static func search(_ folder: String, _ names: ArraySlice<Substring>, prefix: String) -> [String] {
    guard let name = names.first else { return [] }
    let rest = names.dropFirst()
    func path(_ entry: some StringProtocol) -> String {
      folder.hasSuffix("/") ? folder + entry : "\(folder)/\(entry)"
    }
    if !isPattern(name) {
      let found = path(name)
      if rest.isEmpty { return FileManager.default.fileExists(atPath: found) ? [prefix + name] : [] }
      return search(found, rest, prefix: "\(prefix)\(name)/")
    }
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    if name == "**" {
      // A link could lead back up; only real folders are entered.
      let folders = inside.filter {
        !$0.hasPrefix(".") && SourceFiles.isFolder(path($0)) && !isLink(path($0))
      }
      let below = folders.flatMap { search(path($0), names, prefix: "\(prefix)\($0)/") }
      return below + search(folder, rest.isEmpty ? ["*"] : rest, prefix: prefix)
    }
    let pattern = NamePattern(String(name), isExact: true)
    let matching = inside.filter { pattern.matches($0) && (!$0.hasPrefix(".") || name.hasPrefix(".")) }
    if rest.isEmpty { return matching.map { prefix + $0 } }
    return matching.filter { SourceFiles.isFolder(path($0)) }
      .flatMap { search(path($0), rest, prefix: "\(prefix)\($0)/") }
  }

  private static func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }
}
