/// Changes bytes in ways that readers of files meet or fear; the same seed makes the same changes.
struct Mutation {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  /// SplitMix64 (Steele, Lea and Flood 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

  private static let telling: [UInt8] = [
    0x00, 0x01, 0x7F, 0x80, 0xFF, 0x0A, 0x08, 0x22, 0x2D, 0x5C, 0x7B, 0x7D,
  ]

  /// The bytes with one to four changes; `words` are put in as they are now and then.
  mutating func apply(to original: [UInt8], words: [[UInt8]]) -> [UInt8] {
    var bytes = original
    for _ in 0...below(4) {
      let place = below(bytes.count + 1)
      let end = min(bytes.count, place + below(9))
      switch below(8) {
      case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
      case 1 where place < bytes.count: bytes[place] = Self.telling[below(Self.telling.count)]
      case 2 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
      case 5: bytes.insert(contentsOf: words[below(words.count)], at: place)
      case 6: bytes.replaceSubrange(place..<end, with: words[below(words.count)])
      // Rarely, since most is lost with the end.
      case 7 where below(4) == 0: bytes.removeSubrange(place...)
      default: break
      }
    }
    return bytes
  }
}
