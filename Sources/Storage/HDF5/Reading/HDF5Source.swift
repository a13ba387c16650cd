import Diagnostics

/// The bytes of a file, of which metadata is read once and pieces of data on demand.
final class HDF5Source {
  let file: RandomAccessFile
  /// Bytes of metadata that may still be read. In a file as it is written no two pieces overlap, and only the beginnings of
  /// headers are read twice, so that together they are no more than twice the file; that bounds the work that any file
  /// can make.
  private var budget: Int

  /// The most bytes of one piece of metadata: eight attributes of an object that are no longer than 64 KiB.
  private static let longestBlock = 1 << 20

  init(_ file: RandomAccessFile) {
    self.file = file
    budget = 2 * file.size
  }

  /// Whether a range is in the file.
  func contains(_ address: Int, _ count: Int) -> Bool {
    address >= 0 && count >= 0 && address <= file.size && count <= file.size - address
  }

  /// A piece of metadata.
  /// - Throws: `HDF5Error` where it is not in the file, `FileError`.
  func block(at address: Int, count: Int, _ what: String) throws -> HDF5Block {
    if !contains(address, count) {
      throw HDF5Error(file.path, .damaged("\(what) is said to lie beyond the file's end", offset: address))
    }
    if count > budget || count > Self.longestBlock {
      throw HDF5Error(file.path, .damaged("\(what) overlaps another or has no end", offset: address))
    }
    budget -= count
    return HDF5Block(try file.bytes(at: address, count: count)[...], of: file.path, at: address, what)
  }
}
