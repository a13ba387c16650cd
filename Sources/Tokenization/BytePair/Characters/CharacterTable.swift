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
