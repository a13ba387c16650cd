/// A heap in which an object with many links or attributes keeps them (HDF5 file format specification 3.0,
/// III.G: fractal heap).
///
/// Its space is rows of `width` blocks; the first two rows' blocks have the size `first`, those of every
/// later one twice the size of those before. Blocks larger than `largest` have such rows themselves.
struct HDF5Heap {
  private let source: HDF5Source
  private let address: Int
  private let offsetSize: Int
  private let lengthSize: Int
  private let isChecked: Bool
  private let (width, first, largest): (Int, Int, Int)
  private let (root, rootRows): (Int?, Int)
  private let size: Int
  /// The most rows of blocks within one.
  private let mostRows: Int
  /// Blocks that have been read, by where they begin in the heap's space.
  private var direct: [Int: HDF5Block] = [:]
  private var indirect: [Int: [Int?]] = [:]

  private static let headerSize = 146

  /// Reads the heap's header.
  /// - Throws: `HDF5Error`, `FileError`.
  init(_ source: HDF5Source, at address: Int) throws {
    var block = try source.block(at: address, count: Self.headerSize, "heap")
    try block.takeChecksum()
    try block.expect(signature: "FRHP")
    try block.expect(0, "version")
    let identifierSize = try block.short()
    if try block.short() != 0 { throw block.foreign("a heap with filters") }
    let flags = try block.byte()
    if flags & ~2 != 0 { throw block.foreign("a heap with flags \(flags)") }
    let longest = try block.word()
    // Places of what is kept elsewhere and of free space, and how much there is: what counts is what the links lead to.
    _ = try block.raw(12 * 8)
    let (width, first, largest) = (try block.short(), try block.length(), try block.length())
    let bits = try block.short()
    _ = try block.short()
    (root, rootRows) = (try block.address(), try block.short())
    guard [width, first, largest].allSatisfy({ $0 > 0 && $0 & ($0 - 1) == 0 }), width <= 1 << 10,
      first <= largest, largest <= 1 << 20, bits <= 40, 1 << bits >= width * first, longest <= largest
    else { throw block.damaged("has impossible sizes") }
    offsetSize = (bits + 7) / 8
    lengthSize = identifierSize - 1 - offsetSize
    guard (1...4).contains(lengthSize) else { throw block.damaged("has impossible sizes") }
    (self.source, self.address, isChecked) = (source, address, flags & 2 != 0)
    (self.width, self.first, self.largest, size) = (width, first, largest, 1 << bits)
    mostRows = bits - (width * first).trailingZeroBitCount + 1
  }

  /// What is kept under an identifier, of a managed object.
  /// - Throws: `HDF5Error`, `FileError`.
  mutating func object(_ identifier: inout HDF5Block, _ what: String) throws -> HDF5Block {
    let flags = try identifier.byte()
    if flags != 0 { throw identifier.foreign("a heap with huge or tiny objects") }
    guard let offset = Int(exactly: try identifier.number(offsetSize)),
      let length = Int(exactly: try identifier.number(lengthSize)), offset < size
    else { throw identifier.damaged("points beyond its heap") }
    guard let root else { throw identifier.damaged("points into an empty heap") }
    if rootRows == 0 {
      var block = try directBlock(at: root, offset: 0, size: first)
      return try Self.object(in: &block, offset, length, what)
    }
    return try object(offset, length, in: root, start: 0, rows: rootRows, identifier, what)
  }

  /// The same in a block of rows that begins at `start` of the heap's space.
  private mutating func object(
    _ offset: Int, _ length: Int, in address: Int, start: Int, rows: Int, _ identifier: HDF5Block,
    _ what: String
  ) throws -> HDF5Block {
    let children = try indirectBlock(at: address, offset: start, rows: rows)
    var rowStart = start
    for row in 0..<rows {
      let size = blockSize(row)
      if offset < rowStart + width * size {
        let column = (offset - rowStart) / size
        let start = rowStart + column * size
        guard let child = children[row * width + column] else { break }
        if size > largest {
          let rows = (size / (first * width)).trailingZeroBitCount + 1
          return try object(offset, length, in: child, start: start, rows: rows, identifier, what)
        }
        var block = try directBlock(at: child, offset: start, size: size)
        return try Self.object(in: &block, offset - start, length, what)
      }
      rowStart += width * size
    }
    throw identifier.damaged("points to where its heap has nothing")
  }

  private func blockSize(_ row: Int) -> Int { first << max(0, row - 1) }

  /// A part of a block; `block` has been read up to the end of its head.
  private static func object(
    in block: inout HDF5Block, _ offset: Int, _ length: Int, _ what: String
  ) throws(HDF5Error) -> HDF5Block {
    let head = block.place - block.start
    guard offset >= head else { throw block.damaged("has an object in its head") }
    _ = try block.raw(offset - head)
    return try block.block(length, what)
  }

  private mutating func directBlock(at address: Int, offset: Int, size: Int) throws -> HDF5Block {
    if let block = direct[offset] { return block }
    var block = try source.block(at: address, count: size, "heap's block")
    try readHead(of: &block, "FHDB", offset)
    if isChecked { try block.takeOwnChecksum() }
    direct[offset] = block
    return block
  }

  private mutating func indirectBlock(at address: Int, offset: Int, rows: Int) throws -> [Int?] {
    if let children = indirect[offset] { return children }
    guard (1...mostRows).contains(rows) else {
      throw HDF5Error(source.file.path, .damaged("heap has too many rows", offset: address))
    }
    let head = 4 + 1 + 8 + offsetSize
    var block = try source.block(at: address, count: head + rows * width * 8 + 4, "heap's rows")
    try block.takeChecksum()
    try readHead(of: &block, "FHIB", offset)
    var children: [Int?] = []
    for _ in 0..<rows * width { children.append(try block.address()) }
    indirect[offset] = children
    return children
  }

  private func readHead(of block: inout HDF5Block, _ signature: String, _ offset: Int) throws(HDF5Error) {
    try block.expect(signature: signature)
    try block.expect(0, "version")
    guard try block.address() == address, try block.number(offsetSize) == offset else {
      throw block.damaged("belongs to another place")
    }
  }
}
