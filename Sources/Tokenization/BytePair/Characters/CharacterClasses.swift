/// What a character is to the patterns that cut text into words.
struct CharacterClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// `\p{L}`.
  static let letter = CharacterClass(rawValue: 1)
  /// `\p{N}`.
  static let number = CharacterClass(rawValue: 2)
  /// `\s`: Unicode's White_Space.
  static let space = CharacterClass(rawValue: 4)
  /// `[\r\n]`; these are spaces too.
  static let lineEnd = CharacterClass(rawValue: 8)
  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`: what may stand where a word has capitals.
  static let upper = CharacterClass(rawValue: 16)
  /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`: what may stand where a word has small letters.
  static let lower = CharacterClass(rawValue: 32)
  /// `\p{M}`.
  static let mark = CharacterClass(rawValue: 64)
  /// A number that `Digits` knows and `\p{N}` does not.
  static let furtherDigit = CharacterClass(rawValue: 128)
}

/// The class of every character, in the versions of Unicode that Hugging Face's `tokenizers` has (see the script that makes the
/// table), whatever the system's version is: a vocabulary gives the same ids everywhere.
struct CharacterClasses: Sendable {
  private let table: CharacterTable

  private static let spaces: [ClosedRange<Int>] = [
    0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
  ]

  /// The table, made at its first use.
  static let shared = CharacterClasses()

  private init() { table = CharacterTable(Self.expanded()) }

  /// One class for each code point.
  private static func expanded() -> [UInt8] {
    var all = [UInt8](repeating: 0, count: CharacterTable.count)
    var (start, kind) = (0, CharacterClass())
    func fill(to next: Int) { for code in start..<next { all[code] = kind.rawValue } }
    for word in CharacterClassesTable.text.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
      let code = Int(String(decoding: word.dropLast(), as: UTF8.self), radix: 16) ?? 0
      fill(to: code)
      (start, kind) = (code, Self.kind(word.last ?? 0))
    }
    fill(to: CharacterTable.count)
    for code in spaces.joined() { all[code] |= CharacterClass.space.rawValue }
    for code in [0x0A, 0x0D] { all[code] |= CharacterClass.lineEnd.rawValue }
    for code in CharacterClassesTable.furtherDigits.joined() {
      all[Int(code)] |= CharacterClass.furtherDigit.rawValue
    }
    return all
  }

  /// The class that a letter of the table stands for.
  private static func kind(_ name: UInt8) -> CharacterClass {
    switch name {
    case UInt8(ascii: "u"), UInt8(ascii: "t"): [.letter, .upper]
    case UInt8(ascii: "l"): [.letter, .lower]
    case UInt8(ascii: "m"), UInt8(ascii: "o"): [.letter, .upper, .lower]
    case UInt8(ascii: "a"): [.mark, .upper, .lower]
    case UInt8(ascii: "n"): .number
    default: []
    }
  }

  /// The class of a character.
  @inline(__always)
  subscript(code: UInt32) -> CharacterClass { CharacterClass(rawValue: table[code]) }

  /// The class of a character of ASCII.
  @inline(__always)
  subscript(ascii byte: UInt8) -> CharacterClass { CharacterClass(rawValue: table[ascii: byte]) }
}

/// A byte for every character, in blocks of which equal ones are there once; it stays in memory.
struct CharacterTable: @unchecked Sendable {
  /// Where the block of 128 characters begins in `values`, by the character's number / 128.
  private let blocks: UnsafePointer<Int32>
  private let values: UnsafePointer<UInt8>

  /// How many code points there are.
  static let count = 0x110000
  private static let blockSize = 128

  /// - Parameter all: a byte for each code point.
  init(_ all: [UInt8]) {
    precondition(all.count == Self.count)
    var starts: [ArraySlice<UInt8>: Int32] = [:]
    var distinct: [UInt8] = []
    let blocks = UnsafeMutablePointer<Int32>.allocate(capacity: Self.count / Self.blockSize)
    for block in 0..<Self.count / Self.blockSize {
      let content = all[block * Self.blockSize..<(block + 1) * Self.blockSize]
      let start = starts[content] ?? Int32(distinct.count)
      if starts.updateValue(start, forKey: content) == nil { distinct += content }
      blocks[block] = start
    }
    let values = UnsafeMutablePointer<UInt8>.allocate(capacity: distinct.count)
    values.initialize(from: distinct, count: distinct.count)
    self.blocks = UnsafePointer(blocks)
    self.values = UnsafePointer(values)
  }

  /// The byte of a character.
  @inline(__always)
  subscript(code: UInt32) -> UInt8 { values[Int(blocks[Int(code >> 7)]) + Int(code & 127)] }

  /// The byte of a character of ASCII.
  @inline(__always)
  subscript(ascii byte: UInt8) -> UInt8 { values[Int(byte)] }
}
