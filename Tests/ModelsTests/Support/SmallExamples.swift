/// Examples of a few lengths, and every short list of them: what packing is held against, exhaustively.
struct SmallExamples {
  /// Input and target lengths, end-of-sequence included.
  let lengths: [(input: Int, target: Int)]
  let vocabulary: Int

  /// Every list of up to `count` kinds of lengths.
  func lists(upTo count: Int) -> [[Int]] {
    var (all, last): ([[Int]], [[Int]]) = ([], [[]])
    for _ in 0..<count {
      last = last.flatMap { list in lengths.indices.map { list + [$0] } }
      all += last
    }
    return all
  }

  /// The examples of a list of kinds; those at different places differ.
  func examples(_ kinds: [Int]) -> [TestExample] {
    kinds.enumerated().map { place, kind in
      func ids(_ count: Int, _ factor: Int) -> [Int32] {
        (0..<(count - 1)).map { Int32(2 + (7 * place + factor * kind + 5 * $0) % (vocabulary - 2)) } + [1]
      }
      return TestExample(input: ids(lengths[kind].input, 3), target: ids(lengths[kind].target, 11))
    }
  }
}
