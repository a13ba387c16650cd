import JSON

/// What kind of value a setting holds, as far as JSON is concerned.
package indirect enum SettingShape: Sendable {
  /// A whole number.
  case integer
  /// A number.
  case number
  /// `true` or `false`.
  case boolean
  /// A string.
  case text
  /// A string or a list of strings, which are its lines.
  case lines
  /// One of a few words.
  case choice([String])
  /// One of a few words, or a number.
  case choiceOrNumber([String])
  /// A number of bytes, as a number or as text with a unit.
  case byteCount
  /// A whole number, or text with a percent sign.
  case countOrPercentage
  /// A value or `null`.
  case optional(SettingShape)
  /// A list.
  case list(SettingShape)
  /// An object with names of the user's own.
  case map(SettingShape)
  /// Any value.
  case any
  /// An object with these settings.
  case group([SettingDescription])

  /// The kind in words, for documentation: `whole number or null`.
  package var words: String {
    switch self {
    case .integer: "whole number"
    case .number: "number"
    case .boolean: "true or false"
    case .text: "text"
    case .lines: "text or list of texts"
    case .choice(let words): words.joined(separator: " | ")
    case .choiceOrNumber(let words): words.joined(separator: " | ") + " | number"
    case .byteCount: "number of bytes or text such as \"12 GiB\""
    case .countOrPercentage: "whole number or text such as \"2%\""
    case .optional(let shape): shape.words + " or null"
    case .list(let shape): "list of " + shape.words
    case .map(let shape): "object of " + shape.words
    case .any: "any value"
    case .group: "object"
    }
  }

  /// Whether a bare word on the command line is a string of this shape even if it reads as a number.
  package var wantsText: Bool {
    switch self {
    case .text, .lines, .choice: true
    case .optional(let shape): shape.wantsText
    default: false
    }
  }

  /// The settings of the group, or of the group that the list or the optional holds.
  package var group: [SettingDescription]? {
    switch self {
    case .group(let settings): settings
    case .optional(let shape), .list(let shape): shape.group
    default: nil
    }
  }
}

/// One setting of a recipe, described: what documentation, messages and editors need to know of it.
package struct SettingDescription: Sendable {
  /// The key in its group.
  package let key: String
  /// The kind of value.
  package let shape: SettingShape
  /// The value that holds when the recipe says nothing.
  package let defaultValue: OrderedJSON
  /// Whether the recipe must say it.
  package let isRequired: Bool
  /// The numbers that are allowed.
  package let limits: Limits?
  /// One line on what it does.
  package let summary: String
}
