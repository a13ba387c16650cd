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
