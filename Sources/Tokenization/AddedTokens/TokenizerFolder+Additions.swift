import Foundation
import JSON

extension TokenizerFolder {
  /// What a `tokenizer.json` that lies beside the model lists as added: version 5 of transformers writes added tokens
  /// nowhere else.
  ///
  /// The list comes early in such a file, and nothing behind it is read; what cannot be read as one is passed over.
  static func additions(in path: String) -> [Named] {
    guard let file = FileHandle(forReadingAtPath: path) else { return [] }
    defer { try? file.close() }
    var found: [Named] = []
    var before = 0
    // An element is much shorter than a piece: where a piece brought none, the list is at its end.
    func piece() throws -> [UInt8]? {
      if !found.isEmpty, found.count == before { return nil }
      before = found.count
      return try file.read(upToCount: 1 << 16).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
    }
    _ = try? JSONDocument.walk(elementsOf: "added_tokens", file: path, pieces: piece) { field in
      found.append((try field.object().required("id").integer(), try token(field), field))
    }
    return found
  }
}
