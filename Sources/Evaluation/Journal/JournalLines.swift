import Foundation
import Storage

/// The lines of a journal's file, read up to the first that is not as it was written.
struct JournalLines {
  private let data: Data
  /// The bytes of the lines that were read.
  private(set) var length = 0
  /// The checksum of the last of them.
  private(set) var chain: UInt64 = 0

  init(_ data: Data) { self.data = data }

  /// The next line; `nil` at the end, or where the file is torn or damaged.
  mutating func next() -> (key: String, value: String)? {
    let rest = data.dropFirst(length)
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let line = rest[..<end]
    guard line.count > Self.digits + 1, let text = String(validating: line.prefix(Self.digits), as: UTF8.self)
    else { return nil }
    guard line.dropFirst(Self.digits).first == UInt8(ascii: " ") else { return nil }
    let body = Data(line.dropFirst(Self.digits + 1))
    let checksum = Self.checksum(body, after: chain)
    guard Self.hexadecimal(checksum) == text,
      let pair = try? JSONDecoder().decode([String].self, from: body), pair.count == 2
    else { return nil }
    length += line.count + 1
    chain = checksum
    return (pair[0], pair[1])
  }

  /// A line for a key and its value.
  /// - Parameter chain: the checksum of the line before, which becomes this line's.
  static func line(_ key: String, _ value: String, after chain: inout UInt64) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let body = try encoder.encode([key, value])
    chain = checksum(body, after: chain)
    return Data(hexadecimal(chain).utf8) + Data([UInt8(ascii: " ")]) + body + Data([UInt8(ascii: "\n")])
  }

  private static let digits = 16

  private static func checksum(_ body: Data, after chain: UInt64) -> UInt64 {
    body.withUnsafeBytes { Checksum.of($0, after: chain) }
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
