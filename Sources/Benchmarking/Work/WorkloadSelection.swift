import Diagnostics

/// Chooses workloads by name: `training`, `training/small` and `training/small/8x512x128/dropout-0` each name all that
/// begin with the same parts.
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
