import Diagnostics

/// Looks for held-out texts in instances.
struct InstanceCheck {
  /// What an instance shares with a held-out text.
  struct Match: Equatable {
    /// The number of the held-out text.
    var text: Int32
    /// The part of the held-out text's own runs of words that is here, from 0 to 1.
    var overlap: Double
    /// Whether the input is the held-out text, word for word.
    var isDuplicate: Bool
    /// The longest shared run of words.
    var words: String
  }

  private let index: HeldOutIndex
  private var grams: WordGrams
  /// Runs that say nothing, and how many of them each held-out text has.
  private let common: Set<UInt64>
  private let commonOwned: [Int32: Int32]

  /// - Parameter common: runs of words that the task's instances share among each other.
  init(_ index: HeldOutIndex, common: Set<UInt64> = []) {
    self.index = index
    self.common = common
    commonOwned = common.reduce(into: [:]) { counts, hash in
      if let owner = index.owner(of: hash) { counts[owner, default: 0] += 1 }
    }
    grams = WordGrams(length: index.length)
  }

  /// The runs of held-out texts in an instance, and a hash of its input.
  mutating func runs(in instance: Instance) -> (runs: Set<UInt64>, input: UInt64) {
    var runs: Set<UInt64> = []
    let index = index
    let collect = { (hash: UInt64) in if index.owner(of: hash) != nil { runs.insert(hash) } }
    let (_, input) = grams.forEach(in: instance.input) { hash, _, _ in collect(hash) }
    for text in furtherTexts(of: instance) { _ = grams.forEach(in: text) { hash, _, _ in collect(hash) } }
    return (runs, input)
  }

  /// The texts besides the input; a shorter one has no run of words.
  private func furtherTexts(of instance: Instance) -> [String] {
    (instance.references + [instance.rationale].compactMap { $0 })
      .filter { $0.utf8.count >= 2 * index.length - 1 }
  }

  /// The held-out text that `instance` shares most with, where it shares any run of words or is one.
  mutating func match(_ instance: Instance) -> Match? {
    var best = match(instance.input, isInput: true)
    for text in furtherTexts(of: instance) {
      guard let match = match(text, isInput: false) else { continue }
      if match.overlap > best?.overlap ?? 0 { best = match }
    }
    return best
  }

  private struct Run {
    var next = -1
    var bytes = 0..<0
    var longest = 0..<0
  }

  private mutating func match(_ text: String, isInput: Bool) -> Match? {
    var hits: [Int32: Set<UInt64>] = [:]
    var run = Run()
    let (index, common) = (index, common)
    let (words, whole) = grams.forEach(in: text) { hash, number, bytes in
      guard let owner = index.owner(of: hash), !common.contains(hash) else { return }
      hits[owner, default: []].insert(hash)
      run.bytes = number == run.next ? run.bytes.lowerBound..<bytes.upperBound : bytes
      run.next = number + 1
      if run.bytes.count > run.longest.count { run.longest = run.bytes }
    }
    if isInput, let copy = index.duplicate(of: whole, words: words) {
      return Match(text: copy, overlap: 1, isDuplicate: true, words: text)
    }
    var best: (overlap: Double, text: Int32)?
    for (owner, shared) in hits.sorted(by: { $0.key < $1.key }) {
      let overlap =
        Double(shared.count) / Double(max(1, index.owned[Int(owner)] - commonOwned[owner, default: 0]))
      if overlap > best?.overlap ?? 0 { best = (overlap, owner) }
    }
    guard let best else { return nil }
    return Match(
      text: best.text, overlap: min(1, best.overlap), isDuplicate: false,
      words: String(decoding: Array(text.utf8)[run.longest], as: UTF8.self))
  }
}
