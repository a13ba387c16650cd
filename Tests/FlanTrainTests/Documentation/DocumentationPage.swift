import Foundation
import Testing

/// A page of the documentation, taken apart into its code.
struct DocumentationPage: CustomTestStringConvertible, Sendable {
  /// A block of code: between fences, or indented by four spaces.
  struct Block: Sendable {
    /// The word behind the fence; `nil` for an indented block.
    let language: String?
    let text: String
    /// The line that it begins in, from 1.
    let line: Int
  }

  /// The path below the package's root.
  let name: String
  let blocks: [Block]
  /// Code within the text, between back quotes, with the line that its paragraph begins in.
  let inline: [(text: String, line: Int)]
  /// The rows of tables, each with its code.
  let rows: [(codes: [String], line: Int)]

  var testDescription: String { name }

  /// Every page of the package.
  static let all: [DocumentationPage] = {
    let root = Command.packageRoot
    let folder = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/Documentation")) ?? []
    let names =
      ["README.md", "CONTRIBUTING.md", "Data/README.md"] + folder.sorted().map { "Documentation/\($0)" }
    return names.filter { $0.hasSuffix(".md") }.map { name in
      DocumentationPage(
        name: name, text: (try? String(contentsOfFile: "\(root)/\(name)", encoding: .utf8)) ?? "")
    }
  }()

  /// Takes a page apart.
  init(name: String, text: String) {
    self.name = name
    var blocks: [Block] = []
    var paragraphs: [(lines: [String], line: Int)] = []
    var rows: [(codes: [String], line: Int)] = []
    var fence: (language: String, lines: [String], line: Int)?
    var indented: (lines: [String], line: Int)?
    // A block may be indented behind anything but a paragraph, which it would go on.
    var isInParagraph = false
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      let isFence = line.trimmingCharacters(in: .whitespaces).hasPrefix("```")
      if let open = fence {
        if isFence {
          blocks.append(
            Block(language: open.language, text: open.lines.joined(separator: "\n"), line: open.line))
          fence = nil
        } else {
          fence?.lines.append(line)
        }
        continue
      }
      if !isInParagraph, line.hasPrefix("    ") {
        indented = (indented?.lines ?? [], indented?.line ?? index + 1)
        indented?.lines.append(String(line.dropFirst(4)))
        continue
      }
      if let block = indented, !line.isEmpty {
        blocks.append(Block(language: nil, text: block.lines.joined(separator: "\n"), line: block.line))
        indented = nil
      }
      if isFence {
        fence = (String(line.trimmingCharacters(in: .whitespaces).dropFirst(3)), [], index + 1)
      } else if line.hasPrefix("|") {
        rows.append((Self.codes(in: line), index + 1))
        isInParagraph = false
      } else if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("<!--") {
        isInParagraph = false
      } else if isInParagraph {
        paragraphs[paragraphs.count - 1].lines.append(line)
      } else {
        paragraphs.append(([line], index + 1))
        isInParagraph = true
      }
    }
    if let block = indented {
      blocks.append(Block(language: nil, text: block.lines.joined(separator: "\n"), line: block.line))
    }
    self.blocks = blocks
    self.rows = rows
    inline =
      paragraphs.flatMap { paragraph in
        Self.codes(in: paragraph.lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " "))
          .map { ($0, paragraph.line) }
      } + rows.flatMap { row in row.codes.map { ($0, row.line) } }
  }

  private static func codes(in text: String) -> [String] {
    text.matches(of: /`([^`]+)`/).map { String($0.1) }
  }
}

extension DocumentationPage.Block {
  /// What a block holds.
  enum Kind {
    case json, shell
    /// A service of systemd.
    case unit
    /// An object of Kubernetes.
    case manifest
    /// Code in Swift, or a Dockerfile.
    case code
  }

  /// What the block holds, by its language, else by how it begins; `nil` for what has no test.
  var kind: Kind? {
    switch language {
    case "json": .json
    case "sh", "bash", "shell", "console": .shell
    case "swift", "dockerfile": .code
    case nil where text.hasPrefix("{") || text.hasPrefix("\""): .json
    case nil where text.hasPrefix("["): .unit
    case nil where text.hasPrefix("apiVersion:"): .manifest
    case nil: .shell
    default: nil
    }
  }
}
