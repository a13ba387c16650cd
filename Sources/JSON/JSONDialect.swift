/// Which texts are read as JSON.
public enum JSONDialect: Sendable {
  /// RFC 8259 and nothing more: for files that are written for this program.
  case strict
  /// Also what other programs write in its place, for data as it is found: `NaN` (Python's way to say that a number is
  /// missing) is `null`, `Infinity` and `-Infinity` are numbers, and a comma may stand before a closing bracket.
  case lenient
}
