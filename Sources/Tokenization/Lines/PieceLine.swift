import Foundation

/// Pieces as a line of JSON: `["▁red","▁tree"]`.
public struct PieceLine {
  private let tokenizer: any Tokenizer
  private let encoder = JSONEncoder()
  /// The JSON of each piece that was needed so far.
  private var texts: [Int32: [UInt8]] = [:]

  /// Lines of a tokenizer's pieces.
  public init(_ tokenizer: any Tokenizer) {
    self.tokenizer = tokenizer
    encoder.outputFormatting = [.withoutEscapingSlashes]
  }

  /// Appends the array without the line end.
  /// - Throws: `EncodingError`; not for any text.
  public mutating func append(_ ids: [Int32], to bytes: inout [UInt8]) throws {
    bytes.append(UInt8(ascii: "["))
    for (index, id) in ids.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if let text = texts[id] {
        bytes.append(contentsOf: text)
      } else {
        let text = [UInt8](try encoder.encode(tokenizer.piece(of: id) ?? ""))
        texts[id] = text
        bytes.append(contentsOf: text)
      }
    }
    bytes.append(UInt8(ascii: "]"))
  }
}
