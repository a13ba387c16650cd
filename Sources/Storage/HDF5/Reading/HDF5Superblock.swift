/// The beginning of a file, of version 2 (HDF5 file format specification 3.0, II.B).
enum HDF5Superblock {
  private static let byteCount = 48
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Checks it, and gives the place of the root group's header.
  /// - Throws: `HDF5Error`, `FileError`.
  static func root(of source: HDF5Source) throws -> Int {
    let path = source.file.path
    if source.file.size < byteCount { throw HDF5Error(path, .cannotOpen("it is too short")) }
    var block = try source.block(at: 0, count: byteCount, "superblock")
    if try !block.raw(signature.count).elementsEqual(signature) {
      throw HDF5Error(path, .cannotOpen("it does not begin as one"))
    }
    try block.expect(2, "version")
    try block.takeChecksum()
    _ = try block.raw(signature.count + 1)
    try block.expect(8, "addresses with a size of")
    try block.expect(8, "lengths with a size of")
    try block.expect(0, "consistency flags")
    if try block.address() != 0 { throw block.foreign("a user block") }
    if try block.address() != nil { throw block.foreign("a superblock extension") }
    let end = try block.address()
    if end != source.file.size {
      throw HDF5Error(path, .cannotOpen("it has \(source.file.size) bytes and should have \(end ?? 0)"))
    }
    guard let root = try block.address() else { throw block.damaged("has no root group") }
    return root
  }
}
