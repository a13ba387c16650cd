import Diagnostics
import Foundation
import JSON

/// Reads evaluation files for their texts alone: every string of a JSON or JSON Lines file, every cell of a
/// CSV or TSV file, every line of a text file, whatever the file's layout.
package enum EvaluationTexts {
  /// The kinds of files that are read.
  package static let kinds = ["*.json", "*.jsonl", "*.csv", "*.tsv", "*.txt"]

  /// Adds the texts of the file at `path`, or of all such files of a folder and the folders in it.
  /// - Throws: `FileError`, `JSONError`; `SourceError.unrecognized` for a file of another kind.
  package static func add(_ path: String, to index: inout HeldOutIndex) throws {
    if isFolder(path) {
      var isEmpty = true
      for name in try InputFile.names(in: path, what: "evaluation folder") where !name.hasPrefix(".") {
        let inner = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
        if isFolder(inner) || reader(of: inner) != nil {
          try add(inner, to: &index)
          isEmpty = false
        }
      }
      if isEmpty {
        throw FileError.empty(path: path, what: "evaluation files (\(kinds.joined(separator: ", ")))")
      }
    } else {
      try InputFile.requireFile(path, what: "evaluation file or folder")
      guard let reader = reader(of: path) else { throw SourceError.unrecognized(path: path, valid: kinds) }
      try reader(path) { text, line in index.add(text, at: SourceLocation(file: path, line: line)) }
    }
  }

  private typealias Reader = (_ path: String, _ body: (String, Int) -> Void) throws -> Void

  private static func reader(of path: String) -> Reader? {
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "json":
      { path, body in strings(in: try JSONDocument.read(path, what: "evaluation file").node, body) }
    case "jsonl":
      { path, body in
        try JSONDocument.readLines(path, what: "evaluation file") { strings(in: $0.node, body) }
      }
    case "csv": { path, body in try cells(path, separator: UInt8(ascii: ","), hasQuotes: true, body) }
    case "tsv": { path, body in try cells(path, separator: UInt8(ascii: "\t"), hasQuotes: false, body) }
    case "txt": { path, body in try cells(path, separator: UInt8(ascii: "\n"), hasQuotes: false, body) }
    default: nil
    }
  }

  private static func strings(in node: JSONNode, _ body: (String, Int) -> Void) {
    switch node.content {
    case .string(let text): body(text, node.line)
    case .array(let elements): for element in elements { strings(in: element, body) }
    case .object(let members): for member in members { strings(in: member.value, body) }
    case .null, .boolean, .number: break
    }
  }

  /// The cells of a table; in quotes, separators and line ends are text and a doubled quote is one.
  private static func cells(
    _ path: String, separator: UInt8, hasQuotes: Bool, _ body: (String, Int) -> Void
  ) throws {
    let data = try InputFile.read(path, what: "evaluation file", memoryMapped: true)
    let quote = UInt8(ascii: "\"")
    var cell: [UInt8] = []
    var (line, start, isQuoted) = (1, 1, false)
    func end() {
      if !cell.isEmpty { body(String(decoding: cell, as: UTF8.self), start) }
      cell.removeAll(keepingCapacity: true)
    }
    for byte in data {
      let isEnd = byte == UInt8(ascii: "\n")
      if hasQuotes, byte == quote {
        isQuoted.toggle()
      } else if !isQuoted, byte == separator || isEnd {
        end()
      } else {
        cell.append(byte)
      }
      if isEnd { line += 1 }
      if cell.isEmpty { start = line }
    }
    end()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
