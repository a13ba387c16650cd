import Diagnostics

/// A dataset's numbers in the file.
struct HDF5StoredDataset {
  let file: RandomAccessFile
  let name: String
  let storage: HDF5Storage
  let description: HDF5Dataset

  /// All rows, the first dimension; a scalar is one.
  var rows: Range<Int> { 0..<(description.shape.first ?? 1) }

  private var numberSize: Int { description.kind.byteCount }

  /// Bytes of a row.
  private var rowSize: Int { description.shape.dropFirst().reduce(numberSize, *) }

  /// The pieces that have numbers of some rows; none where the numbers lie one after the other, or there are
  /// none.
  /// - Throws: `HDF5Error` where the pieces cannot make so many numbers; `FileError`.
  func chunks(_ rows: Range<Int>) throws -> [HDF5ChunkIndex.Chunk] {
    guard case .chunked(let index, let shape, _) = storage.layout, !rows.isEmpty,
      description.elementCount > 0
    else { return [] }
    guard let index else { throw HDF5Error(file.path, object: name, storage.impossibleSize) }
    do {
      let chunks = try HDF5ChunkIndex.chunks(
        HDF5Source(file), at: index, shape: description.shape, chunk: shape, rows: rows)
      // What is not compressed grows by a few bytes.
      let longest = 2 * shape.reduce(numberSize, *) + 1024
      let stored = chunks.reduce(0) { $0 + min($1.byteCount, longest + 1) }
      guard chunks.allSatisfy({ $0.byteCount <= longest }), stored <= file.size,
        rows.count * rowSize / HDF5File.greatestInflation <= stored
      else { throw HDF5Error(file.path, object: name, storage.impossibleSize) }
      return chunks
    } catch let error as HDF5Error {
      throw error.about(name)
    }
  }

  /// The numbers of some rows.
  /// - Throws: `HDF5Error`, `FileError`.
  func array<Element: HDF5Element>(_ rows: Range<Int>) throws -> [Element] {
    let chunks = try chunks(rows)
    let count = rows.count * rowSize / numberSize
    return try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      try read(rows, chunks, into: bytes)
      initialized = count
    }
  }

  /// Fills `destination` with the numbers of some rows, of which `chunks` are the pieces.
  /// - Throws: `HDF5Error`, `FileError`.
  func read(
    _ rows: Range<Int>, _ chunks: [HDF5ChunkIndex.Chunk], into destination: UnsafeMutableRawBufferPointer
  ) throws {
    if destination.isEmpty { return }
    switch storage.layout {
    case .contiguous(let address?):
      try file.read(at: address + rows.lowerBound * rowSize, into: destination)
    case .contiguous(nil): throw HDF5Error(file.path, object: name, storage.impossibleSize)
    case .chunked(_, let shape, let filters):
      for chunk in chunks {
        let bytes = try numbers(of: chunk, shape, filters)
        copy(bytes, of: chunk, shape, rows, to: destination)
      }
    }
  }

  private func numbers(
    of chunk: HDF5ChunkIndex.Chunk, _ shape: [Int], _ filters: [HDF5Filter]
  ) throws -> [UInt8] {
    let bytes = HDF5Filter.undo(
      filters, mask: chunk.mask, of: try file.bytes(at: chunk.address, count: chunk.byteCount),
      elementSize: numberSize, byteCount: shape.reduce(numberSize, *))
    if let bytes { return bytes }
    throw HDF5Error(
      file.path, object: name,
      .damaged("a piece of \(chunk.byteCount) bytes does not become what it was", offset: chunk.address))
  }

  /// Copies what a piece has of some rows, by runs along the last dimension.
  private func copy(
    _ bytes: [UInt8], of chunk: HDF5ChunkIndex.Chunk, _ shape: [Int], _ rows: Range<Int>,
    to destination: UnsafeMutableRawBufferPointer
  ) {
    let whole = description.shape
    // The part of the dataset that is in the piece and wanted.
    var part = zip(zip(chunk.position, shape), whole).map { $0.0..<min($1, $0.0 + min($0.1, $1 - $0.0)) }
    part[0] = part[0].clamped(to: rows)
    let last = part.count - 1
    let runs = part.dropLast().reduce(1) { $0 * $1.count }
    let length = part[last].count * numberSize
    for run in 0..<runs {
      var rest = run
      var (from, to, fromStep, toStep) = (0, 0, 1, 1)
      for dimension in stride(from: last, through: 0, by: -1) {
        let range = part[dimension]
        var place = range.lowerBound
        if dimension < last {
          place += rest % range.count
          rest /= range.count
        }
        from += (place - chunk.position[dimension]) * fromStep
        to += (place - (dimension == 0 ? rows.lowerBound : 0)) * toStep
        fromStep *= shape[dimension]
        toStep *= whole[dimension]
      }
      bytes.withUnsafeBytes { source in
        let piece = source[from * numberSize..<from * numberSize + length]
        let place = destination[to * numberSize..<to * numberSize + length]
        UnsafeMutableRawBufferPointer(rebasing: place).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: piece))
      }
    }
  }
}
