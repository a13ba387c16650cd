import Foundation

/// Results that are written to standard output many lines at a time.
struct ResultBuffer {
  private static let size = 1 << 16

  /// What waits to be written.
  var bytes: [UInt8] = []

  /// Ends a line; writes what has come together once it is enough.
  mutating func endLine() throws {
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count >= Self.size { try flush() }
  }

  /// Writes all that waits.
  mutating func flush() throws {
    if bytes.isEmpty { return }
    try Outcome.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
