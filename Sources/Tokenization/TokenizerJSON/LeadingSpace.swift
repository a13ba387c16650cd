import Foundation

/// The settings of a `tokenizer.json` file that decide about the space before a text.
///
/// T5's vocabularies have that space, and the ids of `SentencePieceTokenizer` do; yet transformers 4 writes
/// that there is none. Who opens a checkpoint with such a file would get other ids than the model was trained
/// with.
enum LeadingSpace {
  private static let settings = [
    (key: "\"prepend_scheme\"", wrong: "\"never\"", right: "\"always\""),
    (key: "\"add_prefix_space\"", wrong: "false", right: "true"),
  ]
  private static let white = Set(" \t\r\n".utf8)

  /// The file with those settings on, and every other byte as it was.
  static func turnedOn(in file: Data) -> Data {
    var file = Data(file)
    for setting in settings {
      var start = file.startIndex
      // A key in quotes is found nowhere else: inside a string the quotes would be escaped.
      while let key = file.range(of: Data(setting.key.utf8), in: start..<file.endIndex) {
        start = key.upperBound
        guard let colon = firstVisible(in: file, from: start), file[colon] == UInt8(ascii: ":"),
          let value = firstVisible(in: file, from: colon + 1), file[value...].starts(with: setting.wrong.utf8)
        else { continue }
        file.replaceSubrange(value..<value + setting.wrong.utf8.count, with: Data(setting.right.utf8))
      }
    }
    return file
  }

  private static func firstVisible(in file: Data, from start: Int) -> Int? {
    file[start...].firstIndex { !white.contains($0) }
  }
}
