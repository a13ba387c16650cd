/// Finds the valid name that a misspelt one was probably meant to be.
public enum NearestName {
  /// The candidate nearest to `name`, or `nil` when none is near enough to be helpful.
  ///
  /// Near enough means at most a third of the longer name's letters need to change (two neighbors that are
  /// swapped count once, letters are compared without regard to case); ties go to the first in alphabetical
  /// order.
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

  /// The least number of insertions, deletions, substitutions, and swaps of neighbors, where no letter is
  /// changed twice (the optimal string alignment distance).
  static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for (i, x) in a.enumerated() {
      var row = [i + 1]
      for (j, y) in b.enumerated() {
        var least = min(rows[i][j] + (x == y ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, x == b[j - 1], y == a[i - 1] { least = min(least, rows[i - 1][j - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
