/// The index of a heap's links or attributes by their names' hashes (HDF5 file format specification 3.0,
/// III.A.2: B-tree of version 2). The order is not made use of: all records are read.
struct HDF5NameIndex {
  /// What is kept in a record.
  enum Kind: Int {
    case links = 5
    case attributes = 8

    /// The size of a record: identifier and hash; for attributes also flags and the order of creation.
    var recordSize: Int { self == .links ? 11 : 17 }
  }

  private let source: HDF5Source
  private let kind: Kind
  private let nodeSize: Int
  /// Of the nodes at each height, leaves first: the size of the number of all records below one.
  private var totalSizes = [0]
  /// The size of the number of records in a node.
  private let countSize: Int
  private var records: [HDF5Block] = []

  private static let headerSize = 38
  private static let highest = 16

  /// The records of the index at `address`.
  /// - Throws: `HDF5Error`, `FileError`.
  static func records(_ kind: Kind, _ source: HDF5Source, at address: Int) throws -> [HDF5Block] {
    var block = try source.block(at: address, count: headerSize, "index of names")
    try block.takeChecksum()
    try block.expect(signature: "BTHD")
    try block.expect(0, "version")
    try block.expect(kind.rawValue, "type")
    let nodeSize = try block.word()
    guard (64...1 << 16).contains(nodeSize), try block.short() == kind.recordSize else {
      throw block.damaged("has impossible sizes")
    }
    let height = try block.short()
    if height > highest { throw block.damaged("is too high") }
    _ = try block.raw(2)
    let (root, count, total) = (try block.address(), try block.short(), try block.length())
    guard let root else {
      if count == 0, total == 0, height == 0 { return [] }
      throw block.damaged("has no root")
    }
    var index = HDF5NameIndex(source, kind, nodeSize, height)
    try index.read(root, count, height)
    if index.records.count != total { throw block.damaged("has another number of records than it says") }
    return index.records
  }

  private init(_ source: HDF5Source, _ kind: Kind, _ nodeSize: Int, _ height: Int) {
    (self.source, self.kind, self.nodeSize) = (source, kind, nodeSize)
    let most = (nodeSize - 10) / kind.recordSize
    countSize = Self.size(most)
    // Counts of records below a node grow with its height; beyond what a file can hold their size does not matter.
    var total = most
    for _ in 0..<height {
      let pointer = 8 + countSize + (totalSizes.last ?? 0)
      let most = (nodeSize - 10 - pointer) / (kind.recordSize + pointer)
      total = min((most + 1) * total + most, 1 << 48)
      totalSizes.append(Self.size(total))
    }
  }

  /// The bytes that numbers up to `limit` take.
  private static func size(_ limit: Int) -> Int { (Int.bitWidth - limit.leadingZeroBitCount + 7) / 8 }

  /// Adds the records of the node at `address` and of those below it.
  private mutating func read(_ address: Int, _ count: Int, _ height: Int) throws {
    let pointerSize = height == 0 ? 0 : 8 + countSize + (height > 1 ? totalSizes[height - 1] : 0)
    let size = 6 + count * kind.recordSize + (height == 0 ? 0 : (count + 1) * pointerSize) + 4
    if size > nodeSize {
      throw HDF5Error(source.file.path, .damaged("index of names has too many records", offset: address))
    }
    var block = try source.block(at: address, count: size, "index of names")
    try block.takeChecksum()
    try block.expect(signature: height == 0 ? "BTLF" : "BTIN")
    try block.expect(0, "version")
    try block.expect(kind.rawValue, "type")
    for _ in 0..<count { records.append(try block.block(kind.recordSize, "record")) }
    if height == 0 { return }
    for _ in 0...count {
      guard let child = try block.address() else { throw block.damaged("has a gap") }
      let count = Int(try block.number(countSize))
      _ = try block.raw(pointerSize - 8 - countSize)
      try read(child, count, height - 1)
    }
  }
}
