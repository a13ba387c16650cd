import CHDF5

extension HDF5Writer {
  /// The longest text that an attribute holds, in bytes: with a name it stays below the 4 KiB from which HDF5
  /// keeps an attribute of an object with many in another way.
  package static let longestAttributeText = 2048

  /// Sets a new attribute of a group or dataset (`/` is the file's root) to a number.
  /// - Throws: `HDF5Error`, `FileError`.
  package func setAttribute<Element: HDF5Element>(_ name: String, of object: String, to value: Element) throws
  {
    try withUnsafeBytes(of: value) { bytes in
      try writeAttribute(name, of: object, bytes, inFile: { Element.kind.inFile }, inMemory: Element.kind)
    }
  }

  /// Sets a new attribute of a group or dataset (`/` is the file's root) to a text, kept as UTF-8.
  /// - Throws: `HDF5Error`, `FileError`.
  package func setAttribute(_ name: String, of object: String, to text: String) throws {
    var bytes = Array(text.utf8)
    if bytes.contains(0) || bytes.count > Self.longestAttributeText {
      throw HDF5Error(path, object: "\(object)@\(name)", .badText(byteCount: bytes.count))
    }
    // The library has no empty type, and pads texts with NUL.
    if bytes.isEmpty { bytes = [0] }
    let type = try HDF5Library.locked { try textType(bytes.count) }
    try bytes.withUnsafeBytes { buffer in
      try writeAttribute(name, of: object, buffer, inFile: { type.raw }, inMemory: nil)
    }
  }

  private func writeAttribute(
    _ name: String, of object: String, _ bytes: UnsafeRawBufferPointer, inFile: () -> hid_t,
    inMemory: HDF5Kind?
  ) throws {
    let label = "\(object)@\(name)"
    if !HDF5Name.isAttribute(name) { throw HDF5Error(path, object: label, .badName) }
    try HDF5Library.locked {
      let owner = try own(H5Oopen(opened(), object, 0), object)
      let space = try own(H5Screate(H5S_SCALAR), label)
      let attribute = try own(H5Acreate2(owner.raw, name, inFile(), space.raw, 0, 0), label)
      try check(H5Awrite(attribute.raw, inMemory?.inMemory ?? inFile(), bytes.baseAddress), label)
    }
  }

  private func textType(_ size: Int) throws(HDF5Error) -> HDF5Identifier {
    let type = try own(H5Tcopy(CHDF5_cString()))
    try check(H5Tset_size(type.raw, size))
    try check(H5Tset_cset(type.raw, H5T_CSET_UTF8))
    try check(H5Tset_strpad(type.raw, H5T_STR_NULLPAD))
    return type
  }
}
