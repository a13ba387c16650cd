import CHDF5
import Foundation

extension HDF5File {
  /// The longest text that an attribute holds, in bytes.
  public static let longestAttributeText = 60_000

  /// Sets a new attribute of a group or dataset (`/` is the file's root) to a number.
  /// - Throws: `HDF5Error`, `FileError`.
  public func setAttribute<Element: HDF5Element>(_ name: String, of object: String, to value: Element) throws
  {
    try withUnsafeBytes(of: value) { bytes in
      try writeAttribute(name, of: object, bytes, inFile: { Element.kind.inFile }, inMemory: Element.kind)
    }
  }

  /// Sets a new attribute of a group or dataset (`/` is the file's root) to a text, kept as UTF-8.
  /// - Throws: `HDF5Error`, `FileError`.
  public func setAttribute(_ name: String, of object: String, to text: String) throws {
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

  /// The number in an attribute.
  /// - Throws: `HDF5Error`.
  public func attribute<Element: HDF5Element>(
    _ name: String, of object: String, as type: Element.Type
  ) throws -> Element {
    let label = "\(object)@\(name)"
    return try HDF5Library.locked {
      let attribute = try openAttribute(name, of: object)
      let type = try own(H5Aget_type(attribute.raw), label)
      let (kind, found) = HDF5Kind.of(type.raw)
      if kind != Element.kind {
        throw HDF5Error(path, object: label, .wrongType(expected: Element.kind.rawValue, found: found))
      }
      return try withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { buffer in
        try check(H5Aread(attribute.raw, Element.kind.inMemory, buffer.baseAddress), label)
        return buffer[0]
      }
    }
  }

  /// The text in an attribute of fixed length, as this class writes it.
  /// - Throws: `HDF5Error`.
  public func text(_ name: String, of object: String) throws -> String {
    let label = "\(object)@\(name)"
    return try HDF5Library.locked {
      let attribute = try openAttribute(name, of: object)
      let type = try own(H5Aget_type(attribute.raw), label)
      if H5Tget_class(type.raw) != H5T_STRING || H5Tis_variable_str(type.raw) != 0 {
        let found = HDF5Kind.of(type.raw).name
        throw HDF5Error(path, object: label, .wrongType(expected: "a text of fixed length", found: found))
      }
      let size = H5Tget_size(type.raw)
      if size == 0 || size > 1 << 16 {
        throw HDF5Error(path, object: label, .impossibleSize([UInt64(size)]))
      }
      var bytes = [UInt8](repeating: 0, count: size)
      try check(H5Aread(attribute.raw, type.raw, &bytes), label)
      guard let text = String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self) else {
        throw HDF5Error(path, object: label, .cannotRead("the text is not UTF-8"))
      }
      return text
    }
  }

  /// The names of the attributes of a group or dataset, in the order of their bytes.
  /// - Throws: `HDF5Error`.
  public func attributeNames(of object: String) throws -> [String] {
    try HDF5Library.locked {
      let owner = try own(H5Oopen(opened(), object, 0), object)
      var names: [String] = []
      try withUnsafeMutablePointer(to: &names) { pointer in
        let context = UnsafeMutableRawPointer(pointer)
        _ = try check(
          H5Aiterate2(owner.raw, H5_INDEX_NAME, H5_ITER_INC, nil, collectName, context), object)
      }
      return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  private func writeAttribute(
    _ name: String, of object: String, _ bytes: UnsafeRawBufferPointer, inFile: () -> hid_t,
    inMemory: HDF5Kind?
  ) throws {
    let label = "\(object)@\(name)"
    if name.isEmpty || name.contains("\0") { throw HDF5Error(path, object: label, .badName) }
    try HDF5Library.locked {
      let owner = try own(H5Oopen(opened(), object, 0), object)
      let space = try own(H5Screate(H5S_SCALAR), label)
      let attribute = try own(H5Acreate2(owner.raw, name, inFile(), space.raw, 0, 0), label)
      try check(H5Awrite(attribute.raw, inMemory?.inMemory ?? inFile(), bytes.baseAddress), label)
    }
  }

  private func openAttribute(_ name: String, of object: String) throws(HDF5Error) -> HDF5Identifier {
    let label = "\(object)@\(name)"
    let owner = try own(H5Oopen(opened(), object, 0), object)
    if name.contains("\0") || H5Aexists(owner.raw, name) <= 0 {
      H5Eclear2(0)
      throw HDF5Error(path, object: label, .missing)
    }
    let attribute = try own(H5Aopen(owner.raw, name, 0), label)
    let space = try own(H5Aget_space(attribute.raw), label)
    let count = H5Sget_simple_extent_npoints(space.raw)
    if count != 1 { throw HDF5Error(path, object: label, .wrongElementCount(expected: 1, found: Int(count))) }
    return attribute
  }

  private func textType(_ size: Int) throws(HDF5Error) -> HDF5Identifier {
    let type = try own(H5Tcopy(CHDF5_cString()))
    try check(H5Tset_size(type.raw, size))
    try check(H5Tset_cset(type.raw, H5T_CSET_UTF8))
    try check(H5Tset_strpad(type.raw, H5T_STR_NULLPAD))
    return type
  }
}

private func collectName(
  _ owner: hid_t, _ name: UnsafePointer<CChar>?, _ information: UnsafePointer<H5A_info_t>?,
  _ context: UnsafeMutableRawPointer?
) -> herr_t {
  if let name { context?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name)) }
  return 0
}
