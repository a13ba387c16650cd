import Diagnostics

/// Where and how a dataset's numbers lie in the file.
struct HDF5Storage {
  /// The ways that are written.
  enum Layout {
    /// One after the other.
    case contiguous(address: Int?)
    /// In pieces of a shape, found by an index; `nil` where nothing has been written.
    case chunked(index: Int?, shape: [Int], filters: [HDF5Filter])
  }

  let kind: HDF5Kind
  /// The dimensions as the file has them.
  let dimensions: [UInt64]
  private(set) var layout = Layout.contiguous(address: nil)

  /// The largest piece, in bytes.
  private static let largestChunk = 1 << 26

  /// Reads the messages of a dataset.
  /// - Throws: `HDF5Error`, which names what is not written.
  init(_ header: HDF5ObjectHeader, at address: Int, in file: RandomAccessFile) throws(HDF5Error) {
    guard var space = try header.only(.dataspace), var type = try header.only(.datatype),
      var layout = try header.only(.layout)
    else {
      throw HDF5Error(
        file.path, .foreign("an object that is neither a group nor a dataset", offset: address))
    }
    if let link = header.messages.first(where: { $0.kind == .link || $0.kind == .groupInfo }) {
      throw link.block.damaged("of a group is in a dataset")
    }
    dimensions = try HDF5Shape.read(&space)
    guard case .number(let kind) = try HDF5Type(&type) else { throw type.foreign("a dataset of texts") }
    self.kind = kind
    let filters = try header.only(.filters)
    self.layout = try Self.layout(&layout, filters, self, file)
  }

  /// The number of numbers, and the shape; `nil` where they are more than an `Int` counts.
  var size: (shape: [Int], elementCount: Int, byteCount: Int)? {
    let shape = dimensions.compactMap { Int(exactly: $0) }
    guard shape.count == dimensions.count, let count = TensorShape.elementCount(shape),
      let bytes = TensorShape.byteCount(shape, elementSize: kind.byteCount)
    else { return nil }
    return (shape, count, bytes)
  }

  /// Reads a layout message of version 3 (HDF5 file format specification 3.0, IV.A.2.i).
  private static func layout(
    _ block: inout HDF5Block, _ filters: HDF5Block?, _ storage: HDF5Storage, _ file: RandomAccessFile
  ) throws(HDF5Error) -> Layout {
    try block.expect(3, "version")
    let way = try block.byte()
    switch way {
    case 1:
      if let filters { throw filters.foreign("filters without pieces") }
      let (address, count) = (try block.address(), try block.length())
      guard let size = storage.size, count == size.byteCount || address == nil else {
        throw HDF5Error(file.path, .impossibleSize(storage.dimensions))
      }
      if size.byteCount == 0 { return .contiguous(address: nil) }
      guard let address, address <= file.size, size.byteCount <= file.size - address else {
        throw HDF5Error(file.path, .impossibleSize(storage.dimensions))
      }
      return .contiguous(address: address)
    case 2:
      let rank = try block.byte() - 1
      if rank != storage.dimensions.count || rank < 1 { throw block.damaged("has another rank") }
      let index = try block.address()
      var shape: [Int] = []
      for _ in 0..<rank { shape.append(try block.word()) }
      guard try block.word() == storage.kind.byteCount, !shape.contains(0),
        let bytes = TensorShape.byteCount(shape, elementSize: storage.kind.byteCount), bytes <= largestChunk
      else { throw block.damaged("has pieces of an impossible size") }
      return .chunked(
        index: index, shape: shape, filters: try HDF5Filter.read(filters, elementSize: storage.kind.byteCount)
      )
    case 0: throw block.foreign("values within the header")
    default: throw block.foreign("values in a layout of class \(way)")
    }
  }
}
