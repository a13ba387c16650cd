import Foundation

/// The compiled replacement rules of a SentencePiece normalizer.
///
/// Layout: the size of the trie in bytes (little-endian `UInt32`), the trie as a double array of
/// little-endian 32-bit units, then the replacements as UTF-8, each ended by a zero byte. A unit is either a
/// leaf (top bit set, the rest is where the replacement starts) or a node: bits 0...7 its label, bit 8
/// whether a leaf hangs below it, bits 10...30 its offset, shifted by 8 more if bit 9 is set. The child by
/// byte `c` is `(node ^ offset) ^ c`, the leaf is `node ^ offset`.
struct CharacterMap: Sendable {
  /// Padded to whole blocks of 256, so that every child of every valid node is inside.
  private let units: [UInt32]
  /// The replacements; the last byte is zero.
  private let replacements: [UInt8]

  private static let leafBit: UInt32 = 1 << 31
  private static let labelMask: UInt32 = leafBit | 0xFF
  private static let blockSize = 256

  /// Why bytes are no character map.
  struct Malformed: Error {
    let reason: String
  }

  /// Reads and checks a map, so that look-ups need no checks.
  /// - Throws: `Malformed`.
  init(_ bytes: Data) throws {
    let bytes = [UInt8](bytes)
    guard bytes.count > 4 else { throw Malformed(reason: "it has only \(bytes.count) bytes") }
    let trieSize = Int(Self.word(in: bytes, at: 0))
    guard trieSize > 0, trieSize % 4 == 0, trieSize < bytes.count - 4 else {
      throw Malformed(reason: "its trie claims \(trieSize) of \(bytes.count - 4) bytes")
    }
    var units = (0..<trieSize / 4).map { Self.word(in: bytes, at: 4 + 4 * $0) }
    let padding = (Self.blockSize - units.count % Self.blockSize) % Self.blockSize
    units.append(contentsOf: repeatElement(Self.leafBit, count: padding))
    replacements = Array(bytes[(4 + trieSize)...])
    guard replacements.last == 0 else { throw Malformed(reason: "its last replacement has no end") }
    guard String(validating: replacements, as: UTF8.self) != nil else {
      throw Malformed(reason: "its replacements are not UTF-8")
    }
    self.units = units
    try checkUnits()
  }

  private static func word(in bytes: [UInt8], at index: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
  }

  private static func offset(of unit: UInt32) -> Int {
    Int((unit >> 10) << ((unit & (1 << 9)) >> 6))
  }

  private func checkUnits() throws {
    for (index, unit) in units.enumerated() where unit & Self.leafBit == 0 {
      let base = index ^ Self.offset(of: unit)
      guard base | (Self.blockSize - 1) < units.count else {
        throw Malformed(reason: "unit \(index) of its trie leads outside the trie")
      }
      guard unit & (1 << 8) != 0 else { continue }
      let leaf = units[base]
      guard leaf & Self.leafBit != 0, Int(leaf & ~Self.leafBit) < replacements.count else {
        throw Malformed(reason: "unit \(index) of its trie leads to no replacement")
      }
    }
    guard units[0] & Self.leafBit == 0 else { throw Malformed(reason: "its trie has no root") }
  }

  /// The longest rule that applies at `position`.
  /// - Returns: how many bytes it replaces and where in the replacements the new text starts.
  func longestRule(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> (length: Int, replacement: Int)?
  {
    units.withUnsafeBufferPointer { units in
      var node = Self.offset(of: units[0])
      var longest: (length: Int, replacement: Int)?
      for index in position..<text.count {
        node ^= Int(text[index])
        let unit = units[node]
        if unit & Self.labelMask != UInt32(text[index]) { break }
        node ^= Self.offset(of: unit)
        if unit & (1 << 8) != 0 {
          longest = (index + 1 - position, Int(units[node] & ~Self.leafBit))
        }
      }
      return longest
    }
  }

  /// Whether some rule starts with the two bytes.
  func hasRule(startingWith first: UInt8, _ second: UInt8) -> Bool {
    var node = Self.offset(of: units[0]) ^ Int(first)
    if units[node] & Self.labelMask != UInt32(first) { return false }
    node ^= Self.offset(of: units[node]) ^ Int(second)
    return units[node] & Self.labelMask == UInt32(second)
  }

  /// Calls `body` with each byte of the replacement that starts at `start`, up to its zero byte.
  @inline(__always)
  func forEachByte(ofReplacementAt start: Int, _ body: (UInt8) -> Void) {
    replacements.withUnsafeBufferPointer { bytes in
      var index = start
      while bytes[index] != 0 {
        body(bytes[index])
        index += 1
      }
    }
  }
}
