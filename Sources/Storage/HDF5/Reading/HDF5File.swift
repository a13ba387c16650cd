import Diagnostics

/// An HDF5 file that `HDF5Writer` has written, opened for reading: groups, datasets of numbers, attributes.
///
/// Read without the HDF5 library, whose versions corrupt memory over crafted files: a file may come from a
/// stranger. Only what is written is read; everything else, damaged or foreign, is an error with its place.
/// All but the numbers is read and checked when the file is opened. Objects are named by their path from the
/// root, `tensors/encoder.final_layer_norm.weight/row`.
package final class HDF5File: Sendable {
  /// The file's path as the user wrote it.
  package let path: String
  let file: RandomAccessFile
  let objects: [String: HDF5Contents.Object]

  /// zlib makes at most 1032 bytes of one.
  static let greatestInflation = 1032

  /// Opens an existing file.
  /// - Throws: `FileError`, `HDF5Error`.
  package init(reading path: String) throws {
    self.path = path
    file = try RandomAccessFile(path, what: "HDF5 file")
    objects = try HDF5Contents(HDF5Source(file)).objects
    try checkSizes()
  }

  /// Checks that all datasets together are not larger than the file's bytes can make them.
  private func checkSizes() throws(HDF5Error) {
    var rest = file.size
    for (name, object) in objects {
      guard let storage = object.dataset else { continue }
      guard let size = storage.size else { throw HDF5Error(path, object: name, storage.impossibleSize) }
      var stored = size.byteCount
      if case .chunked = storage.layout { stored = (stored - 1) / Self.greatestInflation + 1 }
      if stored > rest { throw HDF5Error(path, object: name, storage.impossibleSize) }
      rest -= stored
    }
  }

  /// Whether a group or dataset is in the file.
  /// - Throws: `HDF5Error` for what is no name.
  package func contains(_ name: String) throws -> Bool {
    _ = try HDF5Name.components(name, of: path)
    return objects[name] != nil
  }

  /// The datasets below a group, as paths relative to it, in the order of their names' bytes.
  /// - Throws: `HDF5Error`.
  package func datasets(below group: String) throws -> [String] {
    _ = try object(group)
    let prefix = "\(group)/"
    return objects.filter { $0.value.dataset != nil && $0.key.hasBytePrefix(prefix) }
      .map { String($0.key.utf8.dropFirst(prefix.utf8.count)) ?? $0.key }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A group or dataset; `/` is the root.
  /// - Throws: `HDF5Error`.
  func object(_ name: String) throws(HDF5Error) -> HDF5Contents.Object {
    if name != "/" { _ = try HDF5Name.components(name, of: path) }
    guard let object = objects[name == "/" ? "" : name] else {
      throw HDF5Error(path, object: name, .missing)
    }
    return object
  }
}

extension String {
  /// Whether the text begins with those bytes; in `hasPrefix` a letter and its combined form are the same.
  fileprivate func hasBytePrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}

extension HDF5Storage {
  /// The error that the file cannot hold so many numbers.
  var impossibleSize: HDF5Error.Reason { .impossibleSize(dimensions) }
}

/// The bytes of a file, of which metadata is read once and pieces of data on demand.
final class HDF5Source {
  let file: RandomAccessFile
  /// Bytes of metadata that may still be read. In a file as it is written no two pieces overlap, and only the
  /// beginnings of headers are read twice, so that together they are no more than twice the file; that bounds
  /// the work that any file can make.
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
