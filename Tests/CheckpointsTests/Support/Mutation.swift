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
