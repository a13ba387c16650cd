import Foundation
import JSON

/// Ids as a line of JSON: `[71,5]`.
public enum IDLine {
  /// Appends the array without the line end.
  public static func append(_ ids: [Int32], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, id) in ids.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(id, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func append(_ id: Int32, to bytes: inout [UInt8]) {
    if id < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = id.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Reads an array of ids.
  /// - Parameters:
  ///   - file: the file's name, for messages.
  ///   - number: the line's number.
  /// - Throws: `JSONError`.
  public static func ids(in line: UnsafeBufferPointer<UInt8>, file: String, number: Int) throws -> [Int32] {
    if let ids = plainIDs(in: line) { return ids }
    return try JSONDocument.parse(line, file: file, firstLine: number).array().map { field in
      let id = try field.integer()
      guard let id = Int32(exactly: id) else { throw field.invalid(id, mustBe: "an id of the vocabulary") }
      return id
    }
  }

  /// The ids of a line in the form that `append` writes, with or without spaces after commas; `nil` for all
  /// others.
  private static func plainIDs(in line: UnsafeBufferPointer<UInt8>) -> [Int32]? {
    guard line.count >= 2, line[0] == UInt8(ascii: "["), line[line.count - 1] == UInt8(ascii: "]")
    else { return nil }
    var ids: [Int32] = []
    var position = 1
    let end = line.count - 1
    if position == end { return ids }
    while true {
      if position < end, line[position] == UInt8(ascii: " "), !ids.isEmpty { position += 1 }
      let start = position
      var value: Int32 = 0
      while position < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[position]) {
        value = value &* 10 &+ Int32(line[position] - UInt8(ascii: "0"))
        position += 1
      }
      let hasLeadingZero = position - start > 1 && line[start] == UInt8(ascii: "0")
      // Nine digits always fit.
      guard (1...9).contains(position - start), !hasLeadingZero else { return nil }
      ids.append(value)
      if position == end { return ids }
      guard line[position] == UInt8(ascii: ",") else { return nil }
      position += 1
    }
  }
}

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
