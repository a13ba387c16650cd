import CHDF5

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
