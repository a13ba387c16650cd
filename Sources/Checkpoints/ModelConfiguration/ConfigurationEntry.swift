import Foundation

/// A value of a `config.json` that is written.
///
/// `transformers` 5 refuses a whole number where it wants a float, and Foundation's encoder writes 1.0 as `1`; so these files are put
/// together here.
enum ConfigurationEntry {
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  case strings([String])
  case null
  case object([(key: String, value: ConfigurationEntry)])

  /// The text of a file: keys sorted.
  /// - Throws: `EncodingError` for a number that is not finite.
  static func text(_ entries: [(key: String, value: ConfigurationEntry)]) throws -> Data {
    Data((try object(entries).text("", margin: "") + "\n").utf8)
  }

  private func text(_ key: String, margin: String) throws -> String {
    switch self {
    case .boolean(let value): return "\(value)"
    case .integer(let value): return "\(value)"
    case .float(let value):
      if value.isFinite { return "\(value)" }
      throw EncodingError.invalidValue(
        value, .init(codingPath: [], debugDescription: "'\(key)' is not a finite number"))
    case .string(let value): return String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    case .strings(let values): return String(decoding: try JSONEncoder().encode(values), as: UTF8.self)
    case .null: return "null"
    case .object(let entries):
      let members = try entries.sorted { $0.key < $1.key }.map { key, value in
        "\(margin)  \"\(key)\": \(try value.text(key, margin: margin + "  "))"
      }
      return "{\n\(members.joined(separator: ",\n"))\n\(margin)}"
    }
  }
}
