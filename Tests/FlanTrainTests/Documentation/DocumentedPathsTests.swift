import Foundation
import Testing

/// The files of the package that pages name, and the types that `CONTRIBUTING.md` says they have.
@Suite struct DocumentedPathsTests {
  /// A path within a page.
  struct Named: Sendable, CustomTestStringConvertible {
    let place: String
    let path: String
    /// The types that stand beside it in a row of a table.
    var types: [String] = []

    var testDescription: String { "\(place) \(path)" }
  }

  private static func isThere(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(Command.packageRoot)/\(path)")
  }

  /// The paths that stand for themselves: not for several, and not for a file that the reader is to make.
  static let paths = DocumentationPage.all.flatMap { page in
    page.inline.compactMap { code -> Named? in
      guard
        let match = code.text.prefixMatch(of: /(Sources|Tests|Scripts|Documentation|Recipes|Data)\/[^ ]*/),
        !match.0.contains(/[{*]|\/Name\.|\/Softplus\./)
      else { return nil }
      return Named(place: "\(page.name):\(code.line)", path: String(match.0))
    }
  }

  /// The rows of the guide's tables that begin with a Swift file.
  static let rows = DocumentationPage.all.filter { $0.name == "CONTRIBUTING.md" }.flatMap { page in
    page.rows.compactMap { row -> Named? in
      guard let path = row.codes.first, path.hasPrefix("Sources/"), path.hasSuffix(".swift") else {
        return nil
      }
      let types = row.codes.dropFirst().filter { $0.wholeMatch(of: /[A-Z][A-Za-z0-9.]*/) != nil }
      return Named(place: "\(page.name):\(row.line)", path: path, types: types)
    }
  }

  @Test func pages_namePaths() {
    #expect(Self.paths.count >= 50 && Self.rows.count >= 27)
  }

  @Test(arguments: paths) func path_isThere(_ named: Named) {
    #expect(Self.isThere(named.path), "\(named.place): there is no '\(named.path)'")
  }

  /// A type is declared in the file, or is what the file makes or takes.
  @Test(arguments: rows) func file_hasTheType(_ row: Named) throws {
    let text = try String(contentsOfFile: "\(Command.packageRoot)/\(row.path)", encoding: .utf8)
    #expect(!row.types.isEmpty, "\(row.place) names no type")
    for type in row.types {
      for part in type.split(separator: ".") {
        let word = try Regex("\\b\(part)\\b").wordBoundaryKind(.simple)
        #expect(text.contains(word), "\(row.place): \(row.path) says nothing of '\(type)'")
      }
    }
  }

  /// The trainer is ten files, each of which declares what it is named for.
  @Test func trainer_isTenFiles() throws {
    let page = try String(contentsOfFile: "\(Command.packageRoot)/CONTRIBUTING.md", encoding: .utf8)
    let section = try #require(page.components(separatedBy: "## Reading the trainer\n").dropFirst().first)
    let table = try #require(section.components(separatedBy: "\n### ").first)
    let files = table.matches(of: /\n\| `([^`]+)\/([A-Za-z]+)\.swift` \| `([A-Za-z]+)` \|/)
    #expect(files.count == 10)
    for file in files {
      let text = try String(
        contentsOfFile: "\(Command.packageRoot)/\(file.1)/\(file.2).swift", encoding: .utf8)
      let declaration = try Regex("(struct|class) \(file.3)\\b").wordBoundaryKind(.simple)
      #expect(file.2 == file.3 && text.contains(declaration), "\(file.2)")
    }
  }
}
