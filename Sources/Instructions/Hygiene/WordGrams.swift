/// The hashes of every run of `length` words (n-gram) of a text.
struct WordGrams {
  /// Words of a run.
  let length: Int
  private let shift: UInt64
  private var window: [UInt64]
  private var starts: [Int]

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Reads runs of `length` words, at least 1.
  init(length: Int) {
    self.length = max(1, length)
    window = Array(repeating: 0, count: self.length)
    starts = Array(repeating: 0, count: self.length)
    shift = (0..<self.length).reduce(1) { power, _ in power &* Self.base }
  }

  /// Calls `body` with the hash and the bytes of each run, in order.
  /// - Returns: how many words there are, and the hash of all of them.
  mutating func forEach(
    in text: String, _ body: (_ hash: UInt64, _ number: Int, _ bytes: Range<Int>) -> Void
  ) -> (words: Int, hash: UInt64) {
    var text = text
    var (count, rolling, whole): (Int, UInt64, UInt64) = (0, 0, 0)
    text.withUTF8 { buffer in
      NormalizedWords.forEach(in: buffer) { hash, bytes in
        let slot = count % length
        // The word that leaves the window takes its power of the base with it.
        let leaving = count >= length ? window[slot] &* shift : 0
        rolling = rolling &* Self.base &+ hash &- leaving
        whole = whole &* Self.base &+ hash
        window[slot] = hash
        starts[slot] = bytes.lowerBound
        count += 1
        if count >= length {
          body(Self.key(rolling), count - length, starts[count % length]..<bytes.upperBound)
        }
      }
    }
    return (count, Self.key(whole &+ UInt64(count)))
  }

  /// 0 marks an empty place of the table.
  private static func key(_ hash: UInt64) -> UInt64 { max(1, StableHash.mix(hash)) }
}

/// Runs of words that many of a task's instances have: an instruction before each input, a passage that is
/// asked about again and again. They say nothing of where an instance comes from, so that no finding is made
/// of them.
struct SharedRuns: Sendable {
  /// The hashes of held-out texts' runs in the task, with the number of instances of different inputs that
  /// have them.
  private var counts: [UInt64: Int32] = [:]
  private var seen: Set<UInt64> = []

  /// Counts the held-out runs of an instance, unless one with the same input was counted before.
  mutating func add(_ runs: Set<UInt64>, input: UInt64) {
    if runs.isEmpty || !seen.insert(input).inserted { return }
    for hash in runs { counts[hash, default: 0] += 1 }
  }

  /// Adds what was counted of other instances of the task.
  mutating func merge(_ other: SharedRuns) {
    counts.merge(other.counts, uniquingKeysWith: +)
    seen.formUnion(other.seen)
  }

  /// Whether any instance has a run of a held-out text.
  var isEmpty: Bool { counts.isEmpty }

  /// The fewest instances that share a run: fewer have it by chance, or are all from the held-out text.
  private static let fewest = 3
  /// A part of a large task that shares a run, as instances that are asked about one passage do.
  private static let many = 10
  private static let manyIn = 100

  /// The runs that are the task's own: those of more than half of its instances, or of more than ten and one
  /// in a hundred.
  /// - Parameter checked: the instances that were looked at.
  func common(of checked: Int) -> Set<UInt64> {
    let limit = max(Self.many, checked / Self.manyIn)
    return Set(
      counts.filter { $0.value >= Self.fewest && (2 * Int($0.value) > checked || Int($0.value) > limit) }.keys
    )
  }
}
