import Diagnostics

/// An HDF5 file that `HDF5Writer` has written, opened for reading: groups, datasets of numbers, attributes.
///
/// Read without the HDF5 library, whose versions corrupt memory over crafted files: a file may come from a stranger. Only what is
/// written is read; everything else, damaged or foreign, is an error with its place. All but the numbers is read and checked when
/// the file is opened. Objects are named by their path from the root, `tensors/encoder.final_layer_norm.weight/row`.
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
