import Foundation

/// The files that Tests/References/checkpoints.py made.
enum Fixture {
  struct Tensor: Decodable {
    let shape: [Int]
    let bits: [UInt32]?
    let values: [String]?
  }

  static func path(_ name: String) -> String {
    Bundle.module.bundleURL.appending(path: "Fixtures/\(name)").path
  }

  /// Shapes and values by file and tensor.
  static func expected() throws -> [String: [String: Tensor]] {
    try JSONDecoder().decode(
      [String: [String: Tensor]].self, from: Data(contentsOf: URL(fileURLWithPath: path("expected.json"))))
  }
}

/// A small generator with a seed (SplitMix64), so that a failing mutation can be had again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Damages a file in one to three places, most often in its first `headerEnd` bytes.
func mutate(_ original: [UInt8], _ headerEnd: Int, _ generator: inout SeededGenerator) -> [UInt8] {
  var bytes = original
  for _ in 0..<Int.random(in: 1...3, using: &generator) {
    let end = Bool.random(using: &generator) ? bytes.count : min(headerEnd, bytes.count)
    if end == 0 { break }
    let index = Int.random(in: 0..<end, using: &generator)
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes.removeSubrange(index...)
    case 3: bytes.remove(at: index)
    case 4: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
    case 5: bytes[index] = Array("0123456789-.eE[]{},:\" \\".utf8).randomElement(using: &generator) ?? 0
    default:
      let length = min(Int.random(in: 1...16, using: &generator), bytes.count - index)
      bytes.insert(contentsOf: bytes[index..<(index + length)], at: index)
    }
  }
  return bytes
}
