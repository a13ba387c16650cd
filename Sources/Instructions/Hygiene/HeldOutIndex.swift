import Diagnostics

/// The runs of words (n-grams) of all held-out texts as a table of hashes: 34 to 68 bytes for each run,
/// nothing else of the texts.
package struct HeldOutIndex: Sendable {
  /// Words of a run.
  package let length: Int
  /// Where each text stands.
  private(set) var places: [SourceLocation] = []
  /// How many runs each text was the first to have.
  private(set) var owned: [Int32] = []
  private var keys: [UInt64]
  private var owners: [Int32]
  private var latest: [Int32]
  private var repeats: [UInt8]
  /// A bit for each run at a place of its hash: a small table that most other runs do not pass, so that the
  /// large ones are seldom fetched from memory.
  private var sieve: [UInt64]
  private var used = 0
  private var wholes: [UInt64: Int32] = [:]
  private var grams: WordGrams

  /// A run of words in more texts than this is a phrase of the suite, not of a text (10 as in Brown et al.
  /// 2020, Appendix C).
  static let commonTexts: UInt8 = 10
  /// The fewest words of a text that can be found as a duplicate.
  static let shortestText = 4

  /// An index without texts, of runs of `length` words.
  package init(length: Int) {
    self.length = max(1, length)
    grams = WordGrams(length: length)
    keys = Array(repeating: 0, count: 1024)
    owners = Array(repeating: 0, count: 1024)
    latest = Array(repeating: 0, count: 1024)
    repeats = Array(repeating: 0, count: 1024)
    sieve = Array(repeating: 0, count: 1024 / 8)
  }

  /// How many texts there are.
  package var count: Int { places.count }

  /// Adds a text that stands at `place`; one too short to be told from others by chance is passed over.
  package mutating func add(_ text: String, at place: SourceLocation) {
    guard places.count < Int(Int32.max) - 1 else { return }
    let number = Int32(places.count)
    var hashes: [UInt64] = []
    let (words, whole) = grams.forEach(in: text) { hash, _, _ in hashes.append(hash) }
    if words < Self.shortestText { return }
    places.append(place)
    owned.append(0)
    wholes[whole] = wholes[whole] ?? number
    for hash in hashes { insert(hash, number) }
  }

  private mutating func insert(_ hash: UInt64, _ text: Int32) {
    if used * 2 >= keys.count { grow() }
    let slot = slot(of: hash)
    if keys[slot] == 0 {
      keys[slot] = hash
      owners[slot] = text
      latest[slot] = text
      repeats[slot] = 1
      mark(hash)
      owned[Int(text)] += 1
      used += 1
    } else if latest[slot] != text {
      latest[slot] = text
      if repeats[slot] == Self.commonTexts { owned[Int(owners[slot])] -= 1 }
      if repeats[slot] <= Self.commonTexts { repeats[slot] += 1 }
    }
  }

  private func slot(of hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
    while keys[slot] != 0, keys[slot] != hash { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }

  /// Eight bits for each place of the tables, in the upper half of the hash so that it is independent of the
  /// place.
  private func bit(of hash: UInt64) -> (word: Int, mask: UInt64) {
    let bit = Int(truncatingIfNeeded: hash >> 32) & (sieve.count * 64 - 1)
    return (bit >> 6, 1 << UInt64(bit & 63))
  }

  private mutating func mark(_ hash: UInt64) {
    let bit = bit(of: hash)
    sieve[bit.word] |= bit.mask
  }

  private mutating func grow() {
    let old = (keys: keys, owners: owners, latest: latest, repeats: repeats)
    let size = keys.count * 2
    keys = Array(repeating: 0, count: size)
    owners = Array(repeating: 0, count: size)
    latest = Array(repeating: 0, count: size)
    repeats = Array(repeating: 0, count: size)
    sieve = Array(repeating: 0, count: size / 8)
    for index in old.keys.indices where old.keys[index] != 0 {
      let place = slot(of: old.keys[index])
      keys[place] = old.keys[index]
      owners[place] = old.owners[index]
      latest[place] = old.latest[index]
      repeats[place] = old.repeats[index]
      mark(old.keys[index])
    }
  }

  /// The first text that has this run of words; `nil` where none has, or too many have.
  func owner(of hash: UInt64) -> Int32? {
    let bit = bit(of: hash)
    if sieve[bit.word] & bit.mask == 0 { return nil }
    let slot = slot(of: hash)
    return keys[slot] == 0 || repeats[slot] > Self.commonTexts ? nil : owners[slot]
  }

  /// Whether a text has these words and no others; how many they are is not asked.
  func hasWhole(_ hash: UInt64) -> Bool { wholes[hash] != nil }

  /// The text whose words are all of these and no others.
  func duplicate(of hash: UInt64, words: Int) -> Int32? {
    words < Self.shortestText ? nil : wholes[hash]
  }
}
