/// Valid UTF-8 with the class of each character.
struct TextView {
  let base: UnsafePointer<UInt8>
  let count: Int
  let classes = CharacterClasses.shared

  /// A view of bytes that stay where they are; `nil` for none.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
    self.base = base
    count = bytes.count
  }

  @inline(__always)
  subscript(position: Int) -> UInt8 { base[position] }

  /// The class of the character that starts at a position, and how many bytes it has.
  @inline(__always)
  func character(at position: Int) -> (kind: CharacterClass, length: Int) {
    let lead = base[position]
    if lead < 0x80 { return (classes[ascii: lead], 1) }
    let (code, length) = self.code(at: position)
    return (classes[code], length)
  }

  /// The character that starts at a position, and how many bytes it has.
  @inline(__always)
  func code(at position: Int) -> (code: UInt32, length: Int) {
    let lead = UInt32(base[position])
    if lead < 0x80 { return (lead, 1) }
    let second = UInt32(base[position + 1] & 0x3F)
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | second, 2) }
    let third = UInt32(base[position + 2] & 0x3F)
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | second << 6 | third, 3) }
    return ((lead & 0x07) << 18 | second << 12 | third << 6 | UInt32(base[position + 3] & 0x3F), 4)
  }

  /// Where the run of characters that have all of `kinds` in common with `group` ends.
  @inline(__always)
  func endOfRun(from start: Int, of group: CharacterClass, among kinds: CharacterClass) -> Int {
    var position = start
    while position < count {
      let (kind, length) = character(at: position)
      if kind.intersection(kinds) != group { break }
      position += length
    }
    return position
  }

  /// Where the run of characters of any of `kinds` ends.
  @inline(__always)
  func endOfRun(from start: Int, ofAny kinds: CharacterClass) -> Int {
    var position = start
    while position < count {
      let (kind, length) = character(at: position)
      if kind.isDisjoint(with: kinds) { break }
      position += length
    }
    return position
  }
}
