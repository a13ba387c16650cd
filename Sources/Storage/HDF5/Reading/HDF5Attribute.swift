/// An attribute's value as it is in the file (HDF5 file format specification 3.0, IV.A.2.m).
struct HDF5Attribute {
  let type: HDF5Type
  let bytes: ArraySlice<UInt8>

  /// Reads an attribute message of version 3, or what a heap has of one.
  /// - Throws: `HDF5Error`, which names a kind that is not written.
  static func read(_ block: inout HDF5Block) throws(HDF5Error) -> (name: String, value: HDF5Attribute) {
    try block.expect(3, "version")
    try block.expect(0, "flags")
    let (nameSize, typeSize, shapeSize) = (try block.short(), try block.short(), try block.short())
    if try block.byte() > 1 { throw block.foreign("an attribute's name in another encoding") }
    guard nameSize > 0, let name = String(validating: try block.raw(nameSize - 1), as: UTF8.self),
      HDF5Name.isAttribute(name), try block.byte() == 0
    else { throw block.damaged("has no proper name") }
    var (typeBlock, shapeBlock) = (try block.block(typeSize, "type"), try block.block(shapeSize, "dataspace"))
    let type = try HDF5Type(&typeBlock)
    if try !HDF5Shape.read(&shapeBlock).isEmpty { throw shapeBlock.foreign("an attribute of many values") }
    return (name, HDF5Attribute(type: type, bytes: try block.raw(type.byteCount)))
  }
}

/// The dimensions of an attribute or dataset (HDF5 file format specification 3.0, IV.A.2.b).
enum HDF5Shape {
  /// Reads a dataspace message of version 2: the dimensions, none for a scalar.
  /// - Throws: `HDF5Error`, which names a kind that is not written.
  static func read(_ block: inout HDF5Block) throws(HDF5Error) -> [UInt64] {
    try block.expect(2, "version")
    let (rank, flags) = (try block.byte(), try block.byte())
    if flags > 1 { throw block.foreign("a dataspace with flags \(flags)") }
    if rank > 32 { throw block.damaged("has \(rank) dimensions") }
    try block.expect(rank == 0 ? 0 : 1, "type")
    var shape: [UInt64] = []
    for _ in 0..<rank { shape.append(try block.number(8)) }
    // Room to grow is never made use of.
    if flags == 1 {
      for dimension in shape where try block.number(8) != dimension {
        throw block.foreign("a dataset that may grow")
      }
    }
    return shape
  }
}

extension HDF5File {
  /// The number in an attribute of a group or dataset (`/` is the file's root).
  /// - Throws: `HDF5Error`.
  package func attribute<Element: HDF5Element>(
    _ name: String, of object: String, as type: Element.Type
  ) throws -> Element {
    let attribute = try attribute(name, of: object)
    if attribute.type != .number(Element.kind) {
      throw HDF5Error(
        path, object: "\(object)@\(name)",
        .wrongType(expected: Element.kind.rawValue, found: attribute.type.name))
    }
    return attribute.bytes.withUnsafeBytes { $0.loadUnaligned(as: Element.self) }
  }

  /// The text in an attribute.
  /// - Throws: `HDF5Error`.
  package func text(_ name: String, of object: String) throws -> String {
    let attribute = try attribute(name, of: object)
    let label = "\(object)@\(name)"
    guard case .text = attribute.type else {
      throw HDF5Error(path, object: label, .wrongType(expected: "a text", found: attribute.type.name))
    }
    guard let text = String(validating: attribute.bytes.prefix { $0 != 0 }, as: UTF8.self) else {
      throw HDF5Error(path, object: label, .cannotRead("the text is not UTF-8"))
    }
    return text
  }

  /// The names of the attributes of a group or dataset, in the order of their bytes.
  /// - Throws: `HDF5Error`.
  package func attributeNames(of object: String) throws -> [String] {
    try self.object(object).attributes.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func attribute(_ name: String, of object: String) throws(HDF5Error) -> HDF5Attribute {
    guard let attribute = try self.object(object).attributes[name] else {
      throw HDF5Error(path, object: "\(object)@\(name)", .missing)
    }
    return attribute
  }
}
