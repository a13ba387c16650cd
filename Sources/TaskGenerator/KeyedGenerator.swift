/// Random numbers that are a function of a key and a counter, so that a task's instances depend on nothing
/// but the task's name.
///
/// The numbers are those of SplitMix64 (Steele, Lea, Flood 2014): a mixed multiple of the golden ratio. The
/// bounded draws are our own, because the standard library does not promise the same draws in every version.
package struct KeyedGenerator: Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to `key`.
  package init(key: String) {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    state = hash
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number from 0 up to but not including `bound`, which must be positive; the bias is below 2^-50.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in `range`, both ends included.
  package mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// One of two answers, each half of the time.
  package mutating func coin() -> Bool { next() >> 63 == 1 }

  /// One element of a list that is not empty.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// `count` elements at different places of the list, in random order; all of them when there are fewer.
  package mutating func sample<Element>(_ elements: [Element], _ count: Int) -> [Element] {
    var rest = elements
    let size = min(count, rest.count)
    for index in 0..<size { rest.swapAt(index, index + below(rest.count - index)) }
    return Array(rest.prefix(size))
  }

  /// The elements in random order.
  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    sample(elements, elements.count)
  }
}
