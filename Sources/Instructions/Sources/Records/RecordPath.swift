import Diagnostics
import JSON

/// The name of a field of a JSON example: a key, or a way through keys and lists.
///
/// `answers.text` goes through an object; of a list, `turns[0]` or `turns.0` is the first element,
/// `turns[-1]` the last one, and a key after a list stands for that key of all its elements.
struct RecordPath {
  private enum Step {
    case key(String)
    case index(Int)
  }

  private let steps: [Step]

  init(_ name: String) {
    var steps: [Step] = []
    for part in name.split(separator: ".", omittingEmptySubsequences: false) {
      var rest = part
      if let index = Int(part) {
        steps.append(.index(index))
        continue
      }
      var indices: [Step] = []
      while rest.hasSuffix("]"), let open = rest.lastIndex(of: "["),
        let index = Int(rest[rest.index(after: open)...].dropLast())
      {
        indices.insert(.index(index), at: 0)
        rest = rest[..<open]
      }
      if !rest.isEmpty { steps.append(.key(String(rest))) }
      steps += indices
    }
    self.steps = steps
  }

  /// The key that a name begins with.
  static func firstKey(of name: String) -> String { String(name.prefix { $0 != "." && $0 != "[" }) }

  /// The values that the path leads to: one, or one for each element of the lists on the way.
  /// - Returns: `nil` where a key or an element on the way is missing, and `mayBeMissing`.
  /// - Throws: `JSONError`, `SourceError.noSuchElement`.
  func values(of object: JSONObject, mayBeMissing: Bool) throws -> [JSONField]? {
    var fields = [object.field]
    for step in steps {
      var inner: [JSONField] = []
      for field in fields {
        guard let found = try next(step, of: field, mayBeMissing: mayBeMissing) else { return nil }
        inner += found
      }
      fields = inner
    }
    return fields
  }

  private func next(_ step: Step, of field: JSONField, mayBeMissing: Bool) throws -> [JSONField]? {
    if mayBeMissing, field.isNull { return nil }
    switch step {
    case .key(let key):
      guard case .array = field.node.content else {
        let object = try field.object()
        if mayBeMissing, object[key] == nil { return nil }
        return [try object.required(key)]
      }
      var found: [JSONField] = []
      for element in try field.array() {
        guard let values = try next(step, of: element, mayBeMissing: mayBeMissing) else { return nil }
        found += values
      }
      return found
    case .index(let index):
      // A key may look like a number.
      if case .object = field.node.content {
        return try next(.key("\(index)"), of: field, mayBeMissing: mayBeMissing)
      }
      let elements = try field.array()
      let place = index < 0 ? elements.count + index : index
      guard elements.indices.contains(place) else {
        if mayBeMissing { return nil }
        throw SourceError.noSuchElement(location: field.location, index: index, count: elements.count)
      }
      return [elements[place]]
    }
  }
}
