@testable import Storage

/// Changed copies of an HDF5 file. Most of its metadata has checksums, behind which a reader is safe from chance but not from
/// intent: so these are made right again where that is asked for.
struct HDF5Mutations {
  /// A piece of metadata with a checksum.
  private struct Piece {
    let range: Range<Int>
    let checksum: Int
  }

  let original: [UInt8]
  /// Where pieces of metadata begin, with and without checksum.
  private let starts: [Int]
  private let pieces: [Piece]

  init(_ original: [UInt8]) {
    self.original = original
    let signatures = ["OHDR", "OCHK", "FRHP", "FHDB", "FHIB", "BTHD", "BTLF", "BTIN", "TREE"].map {
      Array($0.utf8)
    }
    let found = original.indices.filter { start in
      original[start] >= 66 && signatures.contains { original[start...].starts(with: $0) }
    }
    starts = [0] + found
    pieces = starts.compactMap { Self.piece(at: $0, in: original) }
  }

  /// The number of pieces with a checksum.
  var pieceCount: Int { pieces.count }

  /// The bytes of pieces with a checksum.
  var guarded: [Int] { pieces.flatMap { Array($0.range) } }

  /// The file with bytes from `offset` on replaced; `isRepaired` sets the checksums of what that changes.
  func replacing(at offset: Int, with bytes: [UInt8], isRepaired: Bool) -> [UInt8] {
    var changed = original
    for (index, byte) in bytes.enumerated() where offset + index < changed.count {
      changed[offset + index] = byte
    }
    if isRepaired { repair(&changed, offset..<offset + bytes.count) }
    return changed
  }

  /// The first `count` bytes, as a file that says that it has no more.
  func cut(to count: Int) -> [UInt8] {
    var changed = Array(original.prefix(count))
    if count >= 48 {
      changed.replaceSubrange(28..<36, with: Self.littleEndian(UInt64(count)))
      repair(&changed, 28..<36)
    }
    return changed
  }

  /// A random change, repaired, of one to three places, to values that sizes and addresses go wrong with.
  func random(_ generator: inout SeededGenerator) -> [UInt8] {
    var changed = original
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      guard let piece = pieces.randomElement(using: &generator) else { return changed }
      let offset = Int.random(in: piece.range, using: &generator)
      let values = [
        0, .max, UInt64(original.count), 1 << 31, 1 << 62, UInt64.random(in: 0...300, using: &generator),
      ]
      let start = UInt64(starts.randomElement(using: &generator) ?? 0)
      let value = Bool.random(using: &generator) ? start : values.randomElement(using: &generator) ?? 0
      let size = [1, 1, 2, 4, 8].randomElement(using: &generator) ?? 1
      for (index, byte) in Self.littleEndian(value).prefix(size).enumerated()
      where piece.range.contains(offset + index) {
        changed[offset + index] =
          size > 1 || Bool.random(using: &generator)
          ? byte : changed[offset] ^ 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
    repair(&changed, 0..<changed.count)
    return changed
  }

  private static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  /// Sets the checksums of the pieces that overlap a range; for headers of objects, whose size may be what has been changed, also
  /// where they would end by it.
  private func repair(_ bytes: inout [UInt8], _ range: Range<Int>) {
    for piece in pieces where piece.range.overlaps(range) && piece.range.upperBound <= bytes.count {
      Self.setChecksum(piece, in: &bytes)
      let start = piece.range.lowerBound
      if bytes[start...].starts(with: "OHDR".utf8) {
        let size = bytes[start + 6..<start + 6 + 1 << (bytes[start + 5] & 3)].reversed()
          .reduce(0) { ($0 & 0xFFFF_FFFF) << 8 | Int($1) }
        let end = start + 6 + 1 << Int(bytes[start + 5] & 3) + size + 4
        if end <= bytes.count { Self.setChecksum(Piece(range: start..<end, checksum: end - 4), in: &bytes) }
      }
    }
  }

  private static func setChecksum(_ piece: Piece, in bytes: inout [UInt8]) {
    let sum = checksum(piece, in: bytes)
    for index in 0..<4 {
      bytes[piece.checksum + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(index)))
    }
  }

  private static func checksum(_ piece: Piece, in bytes: [UInt8]) -> UInt32 {
    if piece.checksum + 4 == piece.range.upperBound {
      return Lookup3.checksum(of: bytes[piece.range.lowerBound..<piece.checksum])
    }
    var content = Array(bytes[piece.range])
    for index in 0..<4 { content[piece.checksum - piece.range.lowerBound + index] = 0 }
    return Lookup3.checksum(of: content[...])
  }

  /// The piece that begins at a place: the shortest of which the checksum is right.
  private static func piece(at start: Int, in bytes: [UInt8]) -> Piece? {
    func isRight(_ piece: Piece) -> Bool {
      let stored = bytes[piece.checksum..<piece.checksum + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
      return stored == checksum(piece, in: bytes)
    }
    let candidates: [Piece]
    if bytes[start...].starts(with: "FHDB".utf8) {
      // The checksum is behind the offset, of four or five bytes.
      candidates = (9...16).flatMap { bits in
        [17, 18].map { Piece(range: start..<start + 1 << bits, checksum: start + $0) }
      }
    } else {
      candidates = (12...2048).map { Piece(range: start..<start + $0, checksum: start + $0 - 4) }
    }
    return candidates.first { $0.range.upperBound <= bytes.count && isRight($0) }
  }
}
