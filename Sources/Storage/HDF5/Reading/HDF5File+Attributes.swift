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
