import Diagnostics

/// Chooses workloads by name: `training`, `training/small` and `training/small/8x512x128/dropout-0` each name
/// all that begin with the same parts.
package enum WorkloadSelection {
  /// The word that names every workload.
  package static let everything = "all"

  /// The indices of what is chosen, in the order of `names`.
  /// - Parameters:
  ///   - wanted: names or beginnings of names; empty chooses all but `long`.
  ///   - long: names that are measured only when they are asked for.
  /// - Throws: `UnknownWorkload`.
  package static func choose(_ wanted: [String], from names: [String], long: Set<String>) throws -> [Int] {
    if wanted.isEmpty { return names.indices.filter { !long.contains(names[$0]) } }
    for name in wanted where name != everything && !names.contains(where: { matches(name, $0) }) {
      throw UnknownWorkload(name: name, valid: names)
    }
    return names.indices.filter { index in
      wanted.contains { $0 == everything || matches($0, names[index]) }
    }
  }

  private static func matches(_ wanted: String, _ name: String) -> Bool {
    name == wanted || name.hasPrefix(wanted + "/")
  }
}

/// A workload's name that none begins with.
package struct UnknownWorkload: UserError {
  let name: String
  let valid: [String]

  /// A wrong command line.
  package var category: FailureCategory { .usage }
  /// No place: it was typed.
  package var location: SourceLocation? { nil }
  /// What is wrong.
  package var problem: String { "there is no workload '\(name)'" }
  /// The nearest name.
  package var nextStep: String? {
    let beginnings = valid.flatMap { name in
      let parts = name.split(separator: "/")
      return (1...max(parts.count, 1)).map { parts.prefix($0).joined(separator: "/") }
    }
    guard let nearest = NearestName.suggestion(for: name, in: beginnings) else {
      return "See --list for the names."
    }
    return "Did you mean '\(nearest)'? See --list for all names."
  }
}

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

/// The order in which contestants take their turns.
package enum Rotation {
  /// Everyone once; every other round backwards, so that what drifts with time falls on all alike.
  package static func order(of count: Int, round: Int) -> [Int] {
    let forward = Array(0..<max(count, 0))
    return round.isMultiple(of: 2) ? forward : forward.reversed()
  }

  /// Which contestants run side by side: all of them, or each peer alone with us (number 0) where their
  /// memories do not fit beside each other.
  package static func groups(of count: Int, pairwise: Bool) -> [[Int]] {
    if count <= 2 || !pairwise { return [Array(0..<max(count, 0))] }
    return (1..<count).map { [0, $0] }
  }
}
