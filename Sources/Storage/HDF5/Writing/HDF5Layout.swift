/// How a dataset's numbers lie in the file.
package enum HDF5Layout: Hashable, Sendable {
  /// One after the other.
  case contiguous
  /// In pieces that are compressed each for itself, with zlib at a level between 1 (fast) and 9.
  case deflated(level: Int)
  /// The same in pieces of so many rows, the first dimension, with a checksum (Fletcher) for each piece: for reading a
  /// few rows at a time.
  case checked(level: Int, rows: Int)

  /// The level of compression; `nil` for none.
  var level: Int? {
    switch self {
    case .contiguous: nil
    case .deflated(let level), .checked(let level, _): min(max(level, 1), 9)
    }
  }

  /// The shape of one piece.
  func chunk(of shape: [Int]) -> [Int] {
    guard case .checked(_, let rows) = self, let first = shape.first else { return Self.chunkShape(shape) }
    return [max(1, min(rows, first))] + shape.dropFirst().map { max(1, $0) }
  }

  /// The shape of one piece: full rows where they fit, at most 2^18 numbers.
  static func chunkShape(_ shape: [Int]) -> [Int] {
    var room = 1 << 18
    var chunk: [Int] = []
    for dimension in shape.reversed() {
      let length = max(1, min(dimension, room))
      chunk.append(length)
      room /= length
    }
    return chunk.reversed()
  }
}
