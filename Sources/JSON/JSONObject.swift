import Diagnostics

/// A JSON object with its place; members are looked up by key.
public struct JSONObject: Sendable {
  /// The field that holds the object.
  public let field: JSONField
  /// The members, in the file's order.
  public let members: [JSONNode.Member]
  private let indices: [String: Int]

  init(field: JSONField, members: [JSONNode.Member]) {
    self.field = field
    self.members = members
    var indices: [String: Int] = [:]
    indices.reserveCapacity(members.count)
    for (index, member) in members.enumerated() { indices[member.key] = index }
    self.indices = indices
  }

  /// The keys, in the file's order.
  public var keys: [String] { members.map(\.key) }

  /// The value of `key`, or `nil` when the key is absent.
  public subscript(key: String) -> JSONField? {
    guard let index = indices[key] else { return nil }
    let path = field.path.isEmpty ? key : "\(field.path).\(key)"
    return JSONField(node: members[index].value, file: field.file, path: path)
  }

  /// The value of `key`.
  /// - Throws: `JSONError.missingKey`.
  public func required(_ key: String) throws(JSONError) -> JSONField {
    guard let value = self[key] else {
      throw .missingKey(location: field.location, key: key, present: keys)
    }
    return value
  }

  /// Checks that every key is one of `valid`.
  /// - Throws: `JSONError.unknownKey` for the first that is not.
  public func refuseUnknownKeys(_ valid: some Collection<String>) throws(JSONError) {
    if let error = unknownKeys(valid).first { throw error }
  }

  /// One error for each key that is not one of `valid`, in the file's order.
  public func unknownKeys(_ valid: some Collection<String>) -> [JSONError] {
    members.filter { !valid.contains($0.key) }.map { member in
      let place = SourceLocation(
        file: field.file, line: member.line, column: member.column,
        field: field.path.isEmpty ? nil : field.path)
      return .unknownKey(location: place, key: member.key, valid: Array(valid))
    }
  }
}
