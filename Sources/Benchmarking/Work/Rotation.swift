/// The order in which contestants take their turns.
package enum Rotation {
  /// Everyone once; every other round backwards, so that what drifts with time falls on all alike.
  package static func order(of count: Int, round: Int) -> [Int] {
    let forward = Array(0..<max(count, 0))
    return round.isMultiple(of: 2) ? forward : forward.reversed()
  }

  /// Which contestants run side by side: all of them, or each peer alone with us (number 0) where their memories do
  /// not fit beside each other.
  package static func groups(of count: Int, pairwise: Bool) -> [[Int]] {
    if count <= 2 || !pairwise { return [Array(0..<max(count, 0))] }
    return (1..<count).map { [0, $0] }
  }
}
