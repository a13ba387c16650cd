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
