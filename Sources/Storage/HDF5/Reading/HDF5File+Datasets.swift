import Diagnostics

/// A dataset's type and shape.
package struct HDF5Dataset: Hashable, Sendable {
  /// The type of its numbers.
  package let kind: HDF5Kind
  /// The dimensions, outermost first; none for a scalar.
  package let shape: [Int]
  /// The number of numbers.
  package let elementCount: Int
}

extension HDF5File {
  /// Type and shape of a dataset, checked against what its bytes in the file can hold.
  /// - Throws: `HDF5Error`, `FileError`.
  package func dataset(_ name: String) throws -> HDF5Dataset {
    let stored = try stored(name)
    _ = try stored.chunks(stored.rows)
    return stored.description
  }

  /// Reads a dataset's numbers into memory for exactly as many.
  /// - Throws: `HDF5Error`, `FileError`.
  package func read<Element: HDF5Element>(
    _ name: String, into destination: UnsafeMutableBufferPointer<Element>
  ) throws {
    let stored = try stored(name, of: Element.self)
    if stored.description.elementCount != destination.count {
      throw HDF5Error(
        path, object: name,
        .wrongElementCount(expected: destination.count, found: stored.description.elementCount))
    }
    try stored.read(stored.rows, stored.chunks(stored.rows), into: UnsafeMutableRawBufferPointer(destination))
  }

  /// A small dataset's numbers as an array.
  /// - Throws: `HDF5Error`, `FileError`.
  package func array<Element: HDF5Element>(_ name: String, of type: Element.Type) throws -> [Element] {
    let stored = try stored(name, of: type)
    return try stored.array(stored.rows)
  }

  /// Some rows, the first dimension, of a dataset of one or more dimensions.
  /// - Throws: `HDF5Error`, also for rows that are not in it; `FileError`.
  package func array<Element: HDF5Element>(
    _ name: String, of type: Element.Type, rows: Range<Int>
  ) throws -> [Element] {
    let stored = try stored(name, of: type)
    let first = stored.description.shape.first
    guard let first, rows.lowerBound >= 0, rows.upperBound <= first else {
      throw HDF5Error(
        path, object: name, .wrongElementCount(expected: rows.upperBound, found: first ?? 0))
    }
    return try stored.array(rows)
  }

  private func stored<Element: HDF5Element>(
    _ name: String, of type: Element.Type
  ) throws(HDF5Error) -> HDF5StoredDataset {
    let stored = try stored(name)
    let found = stored.description.kind
    if found == Element.kind { return stored }
    throw HDF5Error(path, object: name, .wrongType(expected: Element.kind.rawValue, found: found.rawValue))
  }

  private func stored(_ name: String) throws(HDF5Error) -> HDF5StoredDataset {
    guard let storage = try object(name).dataset else {
      throw HDF5Error(path, object: name, .wrongType(expected: "a dataset", found: "a group"))
    }
    guard let size = storage.size else { throw HDF5Error(path, object: name, storage.impossibleSize) }
    let description = HDF5Dataset(kind: storage.kind, shape: size.shape, elementCount: size.elementCount)
    return HDF5StoredDataset(file: file, name: name, storage: storage, description: description)
  }
}
