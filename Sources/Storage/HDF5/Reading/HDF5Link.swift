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
