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
