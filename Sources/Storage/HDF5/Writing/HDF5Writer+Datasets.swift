import CHDF5

extension HDF5Writer {
  /// Writes a new dataset, and the groups above it where they are missing.
  /// - Throws: `HDF5Error`, `FileError`.
  package func write<Element: HDF5Element>(
    _ name: String, shape: [Int], values: UnsafeBufferPointer<Element>, layout: HDF5Layout = .contiguous
  ) throws {
    let parts = try HDF5Name.components(name, of: path)
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

extension HDF5Writer {
  /// Makes a group, and those above it where they are missing; one that is there stays as it is.
  /// - Throws: `HDF5Error`.
  package func createGroup(_ name: String) throws {
    let parts = try HDF5Name.components(name, of: path)
    try HDF5Library.locked {
      let file = try opened()
      for count in 1...max(1, parts.count) {
        let prefix = parts.prefix(count).joined(separator: "/")
        if try check(H5Lexists(file, prefix, 0), prefix) > 0 { continue }
        let creation = try properties(CHDF5_groupCreationProperties())
        _ = try own(H5Gcreate2(file, prefix, 0, creation.raw, 0), prefix)
      }
    }
  }
}
