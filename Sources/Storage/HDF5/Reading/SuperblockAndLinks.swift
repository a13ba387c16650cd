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

/// A member of a group (HDF5 file format specification 3.0, IV.A.2.g).
struct HDF5Link {
  let name: String
  /// Where its header is.
  let address: Int

  /// Reads a link message of version 1, or what a heap has of one.
  /// - Throws: `HDF5Error`, which names a kind that is not written.
  init(_ block: inout HDF5Block) throws(HDF5Error) {
    try block.expect(1, "version")
    let flags = try block.byte()
    if flags & ~0x1B != 0 { throw block.foreign("a link with flags \(flags)") }
    if flags & 8 != 0 {
      let type = try block.byte()
      switch type {
      case 0: break
      case 1: throw block.foreign("a soft link")
      case 64: throw block.foreign("an external link")
      default: throw block.foreign("a link of type \(type)")
      }
    }
    if flags & 16 != 0, try block.byte() > 1 { throw block.foreign("a name in another encoding") }
    guard let length = Int(exactly: try block.number(1 << (flags & 3))), length <= HDF5Name.longest,
      let name = String(validating: try block.raw(length), as: UTF8.self), HDF5Name.isLink(name)
    else { throw block.damaged("has no proper name") }
    guard let address = try block.address() else { throw block.damaged("leads nowhere") }
    (self.name, self.address) = (name, address)
  }
}
