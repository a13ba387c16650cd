/// Cores as Linux lists them: `0-3,8`.
package struct CoreList: Sendable, Equatable, CustomStringConvertible {
  /// The cores' numbers, in order.
  package let cores: [Int]

  /// The most cores that are looked at.
  private static let limit = 65_536

  /// Reads a list.
  /// - Returns: `nil` when the text is none.
  package init?(_ text: String) {
    var cores: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], 0 <= first, first <= last,
        last < Self.limit
      else { return nil }
      cores += first...last
    }
    self.cores = cores
  }

  private init(cores: [Int]) { self.cores = cores }

  /// The first `count` of the cores.
  package func prefix(_ count: Int) -> CoreList { CoreList(cores: Array(cores.prefix(max(count, 0)))) }

  /// The cores, separated by commas.
  package var description: String { cores.map(String.init).joined(separator: ",") }
}
