/// Names of objects in HDF5 files: those that are written, and the only ones that are read.
enum HDF5Name {
  /// The most bytes of a name between two `/`, and of an attribute's name.
  static let longest = 1024
  /// The most names in a path.
  static let deepest = 32

  /// The parts of an object's path.
  /// - Throws: `HDF5Error.badName`.
  static func components(_ name: String, of path: String) throws(HDF5Error) -> [String] {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count > deepest || !parts.allSatisfy(isLink) {
      throw HDF5Error(path, object: name, .badName)
    }
    return parts
  }

  /// Whether a group can have a member of that name.
  static func isLink(_ name: String) -> Bool {
    isAttribute(name) && name != "." && !name.utf8.contains(UInt8(ascii: "/"))
  }

  /// Whether an object can have an attribute of that name.
  static func isAttribute(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= longest && !name.utf8.contains(0)
  }
}

/// Products of dimensions that may come from a malformed file.
package enum TensorShape {
  /// The number of elements, or `nil` where a dimension is negative or the product is no `Int`.
  package static func elementCount(_ shape: [Int]) -> Int? {
    byteCount(shape, elementSize: 1)
  }

  /// The number of bytes, or `nil` where a dimension is negative or the product is no `Int`.
  package static func byteCount(_ shape: [Int], elementSize: Int) -> Int? {
    // An empty tensor is empty whatever its other dimensions; but those may not be negative.
    if shape.contains(where: { $0 < 0 }) { return nil }
    if shape.contains(0) { return 0 }
    var product = elementSize
    for dimension in shape {
      let (value, overflow) = product.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      product = value
    }
    return product
  }

  /// The position in a tensor of the element at `offset` in row-major order.
  package static func position(of offset: Int, in shape: [Int]) -> [Int] {
    var rest = offset
    var position: [Int] = []
    for dimension in shape.reversed() {
      position.append(dimension > 0 ? rest % dimension : 0)
      rest = dimension > 0 ? rest / dimension : 0
    }
    return position.reversed()
  }
}
