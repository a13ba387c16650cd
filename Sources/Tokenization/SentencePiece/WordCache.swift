/// The pieces of short words that were met before: a table in which a word's hash has one place (a
/// direct-mapped cache), so that a frequent word is found at once and a rare one gives way.
final class WordCache {
  /// A word of up to 15 bytes, and in the last byte their count.
  struct Key: BitwiseCopyable, Equatable {
    var low: UInt64
    var high: UInt64

    /// The most bytes of a word.
    static var longest: Int { 15 }
    /// The key of no word.
    static let none = Key(low: 0, high: 0)

    /// The key of `count` bytes, 1...15, at `text`, which must have 16 that can be read.
    @inline(__always)
    init(_ text: UnsafePointer<UInt8>, count: Int) {
      let raw = UnsafeRawPointer(text)
      low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      high = 0
      if count > 8 {
        high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        high &= ~0 >> UInt64(8 * (16 - count))
      } else {
        low &= ~0 >> UInt64(8 * (8 - count))
      }
      high |= UInt64(count) << 56
    }

    private init(low: UInt64, high: UInt64) {
      self.low = low
      self.high = high
    }

    @inline(__always) var hash: Int {
      let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
      return Int(truncatingIfNeeded: mixed >> 40)
    }
  }

  /// A word's pieces: their ids, and their scores in order.
  struct Entry: BitwiseCopyable {
    var key: Key
    /// How many there are, or `unclear`.
    var count: Int32
    var ids = SIMD4<Int32>.zero
    var scores = SIMD4<Float>.zero

    /// The most pieces of a word.
    static var mostPieces: Int { 4 }
    /// The word has more pieces, or its best way is not clearly the best.
    static var unclear: Int32 { -1 }
  }

  private static var capacity: Int { 1 << 14 }
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = .allocate(capacity: Self.capacity)
    entries.initialize(repeating: Entry(key: .none, count: Entry.unclear), count: Self.capacity)
  }

  deinit { entries.deallocate() }

  /// The place of a word; what stands there may be another one.
  @inline(__always)
  func place(of key: Key) -> UnsafeMutablePointer<Entry> { entries + (key.hash & (Self.capacity - 1)) }
}
