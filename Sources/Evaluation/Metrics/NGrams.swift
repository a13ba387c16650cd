/// Runs of neighboring elements, with how often each occurs.
enum NGrams {
  /// The runs of `order` elements of `sequence`.
  static func counts<Element: Hashable>(_ sequence: [Element], order: Int) -> [ArraySlice<Element>: Int] {
    if sequence.count < order { return [:] }
    var counts: [ArraySlice<Element>: Int] = [:]
    for start in 0...(sequence.count - order) { counts[sequence[start..<start + order], default: 0] += 1 }
    return counts
  }

  /// How many runs are in both, each counted as often as it occurs in both.
  static func shared<Run: Hashable>(_ first: [Run: Int], _ second: [Run: Int]) -> Int {
    first.reduce(0) { $0 + min($1.value, second[$1.key] ?? 0) }
  }
}
