/// The index of a dataset's pieces (HDF5 file format specification 3.0, III.A.1: B-tree of version 1). It has
/// no checksum, so that all that it says is checked: pieces lie on the grid, each once, in order.
struct HDF5ChunkIndex {
  /// A piece of a dataset.
  struct Chunk {
    /// The position of its first number in the dataset.
    let position: [Int]
    /// Where it is in the file, and its size there.
    let address: Int
    let byteCount: Int
    /// Filters that were left out.
    let mask: Int
  }

  private let source: HDF5Source
  /// Shapes of the dataset and of its pieces.
  private let (shape, chunk): ([Int], [Int])
  private let rows: Range<Int>
  private var chunks: [Chunk] = []

  /// Twice as many as a node has at most, by the library's default.
  private static let mostEntries = 128
  private static let highest = 16

  /// The pieces that have numbers of some rows, in order.
  /// - Parameters:
  ///   - shape: the dataset's shape, of at least one number.
  ///   - rows: a range of the first dimension, not empty.
  /// - Throws: `HDF5Error` where there is not exactly one for each place of the grid, `FileError`.
  static func chunks(
    _ source: HDF5Source, at address: Int, shape: [Int], chunk: [Int], rows: Range<Int>
  ) throws -> [Chunk] {
    var index = HDF5ChunkIndex(source: source, shape: shape, chunk: chunk, rows: rows)
    try index.read(address, height: nil)
    let inFirst = (rows.upperBound - 1) / chunk[0] - rows.lowerBound / chunk[0] + 1
    let wanted = zip(shape, chunk).dropFirst().reduce(inFirst) { $0 * (($1.0 - 1) / $1.1 + 1) }
    if index.chunks.count != wanted {
      throw HDF5Error(source.file.path, .damaged("index of pieces has gaps", offset: address))
    }
    return index.chunks
  }

  private init(source: HDF5Source, shape: [Int], chunk: [Int], rows: Range<Int>) {
    (self.source, self.shape, self.chunk, self.rows) = (source, shape, chunk, rows)
  }

  /// Adds the pieces below a node.
  private mutating func read(_ address: Int, height: Int?) throws {
    let keySize = 8 + 8 * (shape.count + 1)
    var head = try source.block(at: address, count: 24, "index of pieces")
    try head.expect(signature: "TREE")
    try head.expect(1, "type")
    let (found, count) = (try head.byte(), try head.short())
    guard found == height ?? found, found <= Self.highest, (1...Self.mostEntries).contains(count) else {
      throw head.damaged("has an impossible height or size")
    }
    var block = try source.block(at: address + 24, count: count * (keySize + 8) + keySize, "index of pieces")
    for _ in 0..<count {
      let (byteCount, mask) = (try block.word(), try block.word())
      let position = try position(&block)
      guard let child = try block.address() else { throw block.damaged("leads nowhere") }
      // A node's key is the first piece below it, and the next key bounds it.
      var next = block
      _ = try next.raw(8)
      let end = try next.length()
      if position[0] >= rows.upperBound { return }
      if found > 0 {
        if end > rows.lowerBound - chunk[0] { try read(child, height: found - 1) }
      } else if rows.lowerBound - position[0] < chunk[0] {
        try add(Chunk(position: position, address: child, byteCount: byteCount, mask: mask), block)
      }
    }
  }

  /// The position in a key.
  private func position(_ block: inout HDF5Block) throws(HDF5Error) -> [Int] {
    var position: [Int] = []
    for (dimension, step) in zip(shape, chunk) {
      let start = try block.length()
      guard start < dimension, start % step == 0 else { throw block.damaged("has a piece beside the grid") }
      position.append(start)
    }
    if try block.length() != 0 { throw block.damaged("has a piece beside the grid") }
    return position
  }

  private mutating func add(_ chunk: Chunk, _ block: HDF5Block) throws(HDF5Error) {
    if let last = chunks.last, !last.position.lexicographicallyPrecedes(chunk.position) {
      throw block.damaged("has pieces out of order")
    }
    guard source.contains(chunk.address, chunk.byteCount) else {
      throw block.damaged("has a piece beyond the file's end")
    }
    chunks.append(chunk)
  }
}
