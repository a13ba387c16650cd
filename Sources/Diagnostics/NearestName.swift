/// Finds the valid name that a misspelt one was probably meant to be.
public enum NearestName {
  /// The characters of a pattern that stand for others.
  public struct Wildcards: Sendable {
    /// Stands for any letters, or none.
    public let any: Character
    /// Stands for one letter.
    public let one: Character

    /// The characters of a kind of pattern.
    public init(any: Character, one: Character) { (self.any, self.one) = (any, one) }
  }

  /// The candidate nearest to `name`, or `nil` when none is near enough to be helpful.
  ///
  /// Near enough means at most a third of the longer name's letters need to change (two neighbors that are
  /// swapped count once, letters are compared without regard to case); ties go to the first in alphabetical
  /// order.
  /// - Parameter wildcards: those of a name that is a pattern; what they may stand for costs nothing.
  public static func suggestion(
    for name: String, in candidates: some Sequence<String>, wildcards: Wildcards? = nil
  ) -> String? {
    var best: (distance: Int, name: String)?
    for candidate in candidates.sorted() {
      let distance = editDistance(
        Array(name.lowercased()), Array(candidate.lowercased()), wildcards: wildcards)
      let letters = wildcards == nil ? max(name.count, candidate.count) : name.count
      let limit = max(1, letters / 3)
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.name
  }

  /// A sentence for `nextStep`: the nearest name where there is one, else the valid names (at most twelve).
  /// - Parameter wildcards: those of a name that is a pattern; the name that it nearly matches is told.
  public static func advice(
    for name: String, in candidates: some Collection<String>, wildcards: Wildcards? = nil
  ) -> String {
    let isPattern = wildcards.map { name.contains($0.any) || name.contains($0.one) } ?? false
    if let near = suggestion(for: name, in: candidates, wildcards: isPattern ? wildcards : nil) {
      return isPattern ? "It nearly matches '\(near)'." : "Did you mean '\(near)'?"
    }
    let names = candidates.sorted()
    if names.isEmpty { return "There are no valid names here." }
    let shown = names.prefix(12).joined(separator: ", ")
    return "Valid names: \(shown)\(names.count > 12 ? ", and \(names.count - 12) more" : "")."
  }

  /// The least number of insertions, deletions, substitutions, and swaps of neighbors, where no letter is
  /// changed twice (the optimal string alignment distance).
  /// - Parameter wildcards: characters of `a` that cost nothing where they stand for letters of `b`.
  static func editDistance(_ a: [Character], _ b: [Character], wildcards: Wildcards? = nil) -> Int {
    if a.isEmpty || b.isEmpty, wildcards == nil { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for (i, x) in a.enumerated() {
      let isAny = x == wildcards?.any
      var row = [rows[i][0] + (isAny ? 0 : 1)]
      for (j, y) in b.enumerated() {
        if isAny {
          row.append(min(rows[i][j + 1], row[j]))
          continue
        }
        let isSame = x == y || x == wildcards?.one
        var least = min(rows[i][j] + (isSame ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, x == b[j - 1], y == a[i - 1] { least = min(least, rows[i - 1][j - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
