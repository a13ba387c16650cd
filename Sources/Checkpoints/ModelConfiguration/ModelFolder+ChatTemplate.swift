import Diagnostics
import Foundation
import JSON
import Storage

extension ModelFolder {
  /// The chat template of the tokenizer, in Jinja.
  package static let chatTemplateName = "chat_template.jinja"

  private static let chatTemplateKey = "chat_template"

  /// The chat templates that a folder has: its file, and what `tokenizer_config.json` holds, as older
  /// versions of transformers write it: one template, or several with their names.
  /// - Throws: `FileError`, `JSONError`.
  package static func chatTemplates(in folder: String) throws -> [(place: SourceLocation, text: String)] {
    var found: [(place: SourceLocation, text: String)] = []
    let file = "\(folder)/\(chatTemplateName)"
    if FolderChain.isFile(file) {
      let bytes = try InputFile.read(file, what: "chat template")
      found.append((SourceLocation(file: file), String(decoding: bytes, as: UTF8.self)))
    }
    guard let field = try tokenizerConfiguration(in: folder)?[chatTemplateKey], !field.isNull else {
      return found
    }
    if let text = try? field.string() {
      found.append((field.location, text))
      return found
    }
    for element in try field.array() {
      let template = try element.object().required("template")
      found.append((template.location, try template.string()))
    }
    return found
  }

  /// The bytes of a folder's `tokenizer_config.json` without the chat template that it may hold, where
  /// programs might find it that do not know of the file; every other byte is as it was.
  /// - Throws: `FileError`, `JSONError`.
  static func tokenizerConfiguration(withoutTemplateOf folder: String) throws -> Data {
    let bytes = try InputFile.read("\(folder)/\(tokenizerName)", what: "tokenizer description")
    guard let object = try tokenizerConfiguration(in: folder),
      let index = object.members.firstIndex(where: { $0.key == chatTemplateKey })
    else { return bytes }
    return Data(text(String(decoding: bytes, as: UTF8.self), without: index, of: object.members).utf8)
  }

  private static func tokenizerConfiguration(in folder: String) throws -> JSONObject? {
    let path = "\(folder)/\(tokenizerName)"
    guard FolderChain.isFile(path) else { return nil }
    return try JSONDocument.read(path, what: "tokenizer description").object()
  }

  /// The text of an object without one of its members, and without the comma that parts it from the others.
  private static func text(
    _ text: String, without index: Int, of members: [JSONNode.Member]
  ) -> String {
    var scalars = Array(text.unicodeScalars)
    let ends = scalars.indices.filter { scalars[$0] == "\n" }
    let lineStarts = [scalars.first == "\u{FEFF}" ? 1 : 0] + ends.map { $0 + 1 }
    func start(of index: Int) -> Int { lineStarts[members[index].line - 1] + members[index].column - 1 }
    if index + 1 < members.count {
      scalars.removeSubrange(start(of: index)..<start(of: index + 1))
    } else {
      // The last member goes with the comma before it; the space before the closing bracket stays.
      func endOfContent(before position: Int) -> Int {
        (scalars[..<position].lastIndex { !$0.properties.isWhitespace } ?? -1) + 1
      }
      let comma = endOfContent(before: start(of: index)) - (index > 0 ? 1 : 0)
      let bracket = scalars.lastIndex(of: "}") ?? scalars.count
      scalars.removeSubrange(comma..<endOfContent(before: bracket))
    }
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: scalars)
    return String(kept)
  }
}
