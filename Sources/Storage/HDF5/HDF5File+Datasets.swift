import CHDF5
import Diagnostics
import Foundation

/// A dataset's type and shape.
public struct HDF5Dataset: Hashable, Sendable {
  /// The type of its numbers.
  public let kind: HDF5Kind
  /// The dimensions, outermost first; none for a scalar.
  public let shape: [Int]
  /// The number of numbers.
  public let elementCount: Int
}

extension HDF5File {
  /// zlib makes at most 1032 bytes of one.
  private static let greatestInflation = 1032

  /// Writes a new dataset, and the groups above it where they are missing.
  /// - Throws: `HDF5Error`, `FileError`.
  public func write<Element: HDF5Element>(
    _ name: String, shape: [Int], values: UnsafeBufferPointer<Element>, layout: HDF5Layout = .contiguous
  ) throws {
    let parts = try components(name)
    guard shape.count <= 32, TensorShape.elementCount(shape) == values.count else {
      throw HDF5Error(path, object: name, .badShape(shape, valueCount: values.count))
    }
    if parts.count > 1 { try createGroup(parts.dropLast().joined(separator: "/")) }
    try HDF5Library.locked {
      let space = try dataspace(shape, name)
      let creation = try datasetCreation(shape, layout, name)
      let dataset = try own(
        H5Dcreate2(opened(), name, Element.kind.inFile, space.raw, 0, creation.raw, 0), name)
      // The library refuses a missing address even for no values at all.
      guard let address = values.baseAddress, !values.isEmpty else { return }
      try check(H5Dwrite(dataset.raw, Element.kind.inMemory, 0, 0, 0, address), name)
    }
  }

  /// Type and shape of a dataset, checked against what its bytes in the file can hold.
  /// - Throws: `HDF5Error`.
  public func dataset(_ name: String) throws -> HDF5Dataset {
    try require(name)
    return try HDF5Library.locked {
      let dataset = try openDataset(name)
      return try describe(dataset.raw, name)
    }
  }

  /// Reads a dataset's numbers into memory for exactly as many.
  /// - Throws: `HDF5Error`.
  public func read<Element: HDF5Element>(
    _ name: String, into destination: UnsafeMutableBufferPointer<Element>
  ) throws {
    try require(name)
    try HDF5Library.locked {
      let dataset = try openDataset(name)
      let description = try describe(dataset.raw, name)
      try requireKind(Element.kind, description.kind, name)
      if description.elementCount != destination.count {
        throw HDF5Error(
          path, object: name,
          .wrongElementCount(expected: destination.count, found: description.elementCount))
      }
      guard let address = destination.baseAddress, !destination.isEmpty else { return }
      try check(H5Dread(dataset.raw, Element.kind.inMemory, 0, 0, 0, address), name)
    }
  }

  /// A small dataset's numbers as an array.
  /// - Throws: `HDF5Error`.
  public func array<Element: HDF5Element>(_ name: String, of type: Element.Type) throws -> [Element] {
    let description = try dataset(name)
    try requireKind(Element.kind, description.kind, name)
    let count = description.elementCount
    return try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      try read(name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    }
  }

  /// Some rows, the first dimension, of a dataset of one or more dimensions.
  /// - Throws: `HDF5Error`, also for rows that are not in it.
  public func array<Element: HDF5Element>(
    _ name: String, of type: Element.Type, rows: Range<Int>
  ) throws -> [Element] {
    try require(name)
    return try HDF5Library.locked {
      let dataset = try openDataset(name)
      let description = try describe(dataset.raw, name)
      try requireKind(Element.kind, description.kind, name)
      guard let first = description.shape.first, rows.lowerBound >= 0, rows.upperBound <= first else {
        throw HDF5Error(
          path, object: name,
          .wrongElementCount(expected: rows.upperBound, found: description.shape.first ?? 0))
      }
      let count = rows.count * (description.elementCount / max(first, 1))
      if count == 0 { return [] }
      let space = try own(H5Dget_space(dataset.raw), name)
      let others = description.shape.dropFirst().map { hsize_t($0) }
      let start = [hsize_t(rows.lowerBound)] + others.map { _ in 0 }
      try check(
        H5Sselect_hyperslab(space.raw, H5S_SELECT_SET, start, nil, [hsize_t(rows.count)] + others, nil), name)
      let memory = try own(H5Screate_simple(1, [hsize_t(count)], nil), name)
      return try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
        try check(
          H5Dread(dataset.raw, Element.kind.inMemory, memory.raw, space.raw, 0, buffer.baseAddress), name)
        initialized = count
      }
    }
  }

  private func requireKind(_ expected: HDF5Kind, _ found: HDF5Kind, _ name: String) throws(HDF5Error) {
    if expected == found { return }
    throw HDF5Error(path, object: name, .wrongType(expected: expected.rawValue, found: found.rawValue))
  }

  private func openDataset(_ name: String) throws(HDF5Error) -> HDF5Identifier {
    let object = try own(H5Oopen(opened(), name, 0), name)
    if H5Iget_type(object.raw) == H5I_DATASET { return object }
    throw HDF5Error(path, object: name, .wrongType(expected: "a dataset", found: "a group"))
  }

  private func describe(_ dataset: hid_t, _ name: String) throws(HDF5Error) -> HDF5Dataset {
    let type = try own(H5Dget_type(dataset), name)
    let (kind, typeName) = HDF5Kind.of(type.raw)
    guard let kind else {
      throw HDF5Error(path, object: name, .wrongType(expected: "numbers", found: typeName))
    }
    let space = try own(H5Dget_space(dataset), name)
    let rank = try check(H5Sget_simple_extent_ndims(space.raw), name)
    var dimensions = [hsize_t](repeating: 0, count: max(rank, 1))
    try check(H5Sget_simple_extent_dims(space.raw, &dimensions, nil), name)
    dimensions.removeLast(dimensions.count - rank)
    let shape = dimensions.compactMap { Int(exactly: $0) }
    let stored = H5Dget_storage_size(dataset)
    let onDisk = FileStatus(path, followingLinks: true)?.size ?? 0
    guard shape.count == rank, let count = TensorShape.elementCount(shape),
      count == H5Sget_simple_extent_npoints(space.raw),
      let bytes = TensorShape.byteCount(shape, elementSize: kind.byteCount),
      stored <= onDisk, bytes / Self.greatestInflation <= stored, bytes == 0 || stored > 0
    else {
      throw HDF5Error(path, object: name, .impossibleSize(dimensions))
    }
    return HDF5Dataset(kind: kind, shape: shape, elementCount: count)
  }

  private func dataspace(_ shape: [Int], _ name: String) throws(HDF5Error) -> HDF5Identifier {
    if shape.isEmpty { return try own(H5Screate(H5S_SCALAR), name) }
    return try own(H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil), name)
  }

  private func datasetCreation(
    _ shape: [Int], _ layout: HDF5Layout, _ name: String
  ) throws(HDF5Error) -> HDF5Identifier {
    let list = try properties(CHDF5_datasetCreationProperties())
    // Scalars and empty datasets have no pieces to compress.
    guard let level = layout.level, !shape.isEmpty, !shape.contains(0) else { return list }
    let chunk = layout.chunk(of: shape).map { hsize_t($0) }
    try check(H5Pset_chunk(list.raw, Int32(chunk.count), chunk), name)
    try check(H5Pset_shuffle(list.raw), name)
    try check(H5Pset_deflate(list.raw, UInt32(level)), name)
    if case .checked = layout { try check(H5Pset_fletcher32(list.raw), name) }
    return list
  }
}
