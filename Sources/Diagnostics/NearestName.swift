/// Finds the valid name that a misspelt one was probably meant to be.
public enum NearestName {
  /// The candidate nearest to `name`, or `nil` when none is near enough to be helpful.
  ///
  /// Near enough means at most a third of the longer name's letters need to change (Levenshtein distance,
  /// letters compared without regard to case); ties go to the first in alphabetical order.
  public static func suggestion(for name: String, in candidates: some Sequence<String>) -> String? {
    var best: (distance: Int, name: String)?
    for candidate in candidates.sorted() {
      let distance = editDistance(Array(name.lowercased()), Array(candidate.lowercased()))
      let limit = max(1, max(name.count, candidate.count) / 3)
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.name
  }

  /// A sentence for `nextStep`: the nearest name where there is one, else the valid names (at most twelve).
  public static func advice(for name: String, in candidates: some Collection<String>) -> String {
    if let near = suggestion(for: name, in: candidates) { return "Did you mean '\(near)'?" }
    let names = candidates.sorted()
    if names.isEmpty { return "There are no valid names here." }
    let shown = names.prefix(12).joined(separator: ", ")
    return "Valid names: \(shown)\(names.count > 12 ? ", and \(names.count - 12) more" : "")."
  }

  /// The Levenshtein distance: the least number of insertions, deletions and substitutions.
  static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var previous = Array(0...b.count)
    var current = previous
    for (i, x) in a.enumerated() {
      current[0] = i + 1
      for (j, y) in b.enumerated() {
        current[j + 1] = min(previous[j] + (x == y ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
      }
      swap(&previous, &current)
    }
    return previous[b.count]
  }
}
