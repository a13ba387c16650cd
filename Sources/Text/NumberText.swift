import Diagnostics
import Foundation

/// Numbers as people read them.
package enum NumberText {
  /// `1234567` as `1,234,567`.
  package static func grouped(_ value: Int) -> String { value.withGroupedDigits }

  /// Two significant digits and a suffix: `812`, `7.1k`, `26M`.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    for (scale, suffix) in [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    where abs(value) >= scale * 0.9995 {
      let scaled = value / scale
      return fixed(scaled, abs(scaled) < 99.95 ? 1 : 0) + suffix
    }
    return fixed(value, value == value.rounded() || abs(value) >= 100 ? 0 : 1)
  }

  /// A fixed number of decimals.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", locale: nil, value)
  }

  /// `0.200` as `0.2`, `4.000` as `4`; text that is no plain decimal fraction stays as it is.
  package static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains("."), text.allSatisfy({ $0.isNumber || $0 == "." || $0 == "-" }) else { return text }
    let trimmed = String(text.reversed().drop { $0 == "0" }.reversed())
    return trimmed.hasSuffix(".") ? String(trimmed.dropLast()) : trimmed
  }

  /// Two significant digits: `1.4`, `0.0023`, `35`.
  package static func significant(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    return abs(value) < 1e-4 ? scientific(value) : fixed(value, max(0, 1 - exponent))
  }

  /// A learning rate: `1.0e-3`.
  package static func scientific(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var exponent = Int(log10(abs(value)).rounded(.down))
    var mantissa = fixed(value / pow(10, Double(exponent)), 1)
    if mantissa.hasPrefix("10") || mantissa.hasPrefix("-10") {
      exponent += 1
      mantissa = fixed(value / pow(10, Double(exponent)), 1)
    }
    return "\(mantissa)e\(exponent)"
  }

  /// A time with the unit that suits it: `812 ms`, `4.2 s`, `26m`, `3h05m`, `2d04h`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "?" }
    if seconds < 0.9995 { return fixed(seconds * 1000, seconds < 0.01 ? 1 : 0) + " ms" }
    if seconds < 99.95 { return fixed(seconds, seconds < 9.995 ? 1 : 0) + " s" }
    let minutes = Int((seconds / 60).rounded())
    if minutes < 60 { return "\(minutes)m" }
    if minutes < 48 * 60 { return "\(minutes / 60)h\(twoDigits(minutes % 60))m" }
    return "\(minutes / 1440)d\(twoDigits(minutes % 1440 / 60))h"
  }

  /// A share from 0 to 1 as a percentage.
  package static func percent(_ share: Double, decimals: Int = 1) -> String {
    fixed(share * 100, decimals) + "%"
  }

  /// A score with three decimals, or a dash.
  package static func score(_ value: Double?) -> String { value.map { fixed($0, 3) } ?? "-" }

  /// Bytes: `1.2 GB`, in powers of ten.
  package static func bytes(_ count: Int) -> String {
    let text = short(Double(count))
    return text.last?.isNumber == true ? text + " B" : "\(text.dropLast()) \(text.suffix(1))B"
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

/// A number of bytes as people write it: `2GB`, `500 MB`, `1.5GiB`, `1000000`.
package struct FileSize: Sendable, Equatable {
  /// The bytes, at least one.
  package let bytes: Int

  private static let units: [(name: String, bytes: Double)] = [
    ("kib", 0x1p10), ("mib", 0x1p20), ("gib", 0x1p30), ("tib", 0x1p40), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9),
    ("tb", 1e12), ("b", 1), ("", 1),
  ]

  /// Reads a size; `nil` for what is none, is less than a byte, or is no machine integer.
  package init?(_ text: String) {
    let text = text.lowercased()
    guard let unit = Self.units.first(where: { text.hasSuffix($0.name) }) else { return nil }
    var digits = text.dropLast(unit.name.count)
    while digits.last == " " { digits.removeLast() }
    guard let first = digits.first, first.isASCII, first.isNumber,
      digits.allSatisfy({ $0.isNumber || $0 == "." }),
      let value = Double(digits), let bytes = Int(exactly: (value * unit.bytes).rounded()), bytes >= 1
    else { return nil }
    self.bytes = bytes
  }

  /// Bytes with three digits, in powers of ten: `7.1 MB`.
  package static func text(_ bytes: Int) -> String {
    for (name, size) in [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] where Double(bytes) >= size {
      let value = Double(bytes) / size
      return (value < 99.95 ? "\((value * 10).rounded() / 10)" : "\(Int(value.rounded()))") + " \(name)"
    }
    return "\(bytes) B"
  }
}
