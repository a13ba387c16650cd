import JSON
import Settings
import Text

/// How much memory a run may take.
package struct MemorySettings: Sendable, Equatable {
  /// The most that the whole process may take at its peak; blocks are recomputed to stay below. `nil` is no
  /// limit.
  package var limit: MemoryLimit?

  /// The defaults.
  package init() {}
}

extension MemorySettings: SettingGroup {
  package static let settings: [Setting<MemorySettings>] = [
    Setting(
      "limit", \.limit,
      "most memory that the process may take, in bytes or as \"12 GiB\"; null is no limit")
  ]
}

/// A number of bytes in a recipe: a whole number, or text with a unit.
package struct MemoryLimit: Sendable, Equatable {
  /// The bytes.
  package var bytes: Int

  /// A limit of so many bytes.
  package init(bytes: Int) { self.bytes = bytes }
}

extension MemoryLimit: SettingValue {
  package static var shape: SettingShape { .byteCount }
  package var json: OrderedJSON { .integer(bytes) }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> MemoryLimit?
  {
    reading.take { () throws(JSONError) in
      let bytes: Int?
      let text: String
      switch field.node.content {
      case .string(let word):
        text = "'\(word)'"
        bytes = FileSize(word)?.bytes
      default:
        let number = try field.integer()
        text = "\(number)"
        bytes = number >= 1 ? number : nil
      }
      guard let bytes else {
        throw field.invalid(text, mustBe: "bytes, as a whole number or as text such as \"12 GiB\"")
      }
      return MemoryLimit(bytes: bytes)
    }
  }
}
