/// The tokens of short words that were met before: a table in which a word's hash has one place (a
/// direct-mapped cache), so that a frequent word is found at once and a rare one gives way. It never grows.
final class MergedWords {
  /// A word of up to 23 bytes, and in the last byte their count.
  struct Key: BitwiseCopyable, Equatable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0

    /// The most bytes of a word.
    static var longest: Int { 23 }

    /// The key of `count` bytes, 1...23.
    /// - Parameter readable: how many bytes can be read there.
    @inline(__always)
    init(_ text: UnsafePointer<UInt8>, count: Int, readable: Int) {
      if readable >= 24 {
        self.init(padded: UnsafeRawPointer(text), count: count)
      } else {
        var copy: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &copy) { $0.copyMemory(from: .init(start: text, count: count)) }
        self = withUnsafeBytes(of: &copy) { bytes in
          bytes.baseAddress.map { Key(padded: $0, count: count) } ?? Key()
        }
      }
    }

    private init() {}

    @inline(__always)
    private init(padded text: UnsafeRawPointer, count: Int) {
      first = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
      if count <= 8 {
        first &= ~0 >> UInt64(truncatingIfNeeded: 8 * (8 - count))
      } else {
        second = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        if count <= 16 {
          second &= ~0 >> UInt64(truncatingIfNeeded: 8 * (16 - count))
        } else {
          third = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
          third &= ~0 >> UInt64(truncatingIfNeeded: 8 * (24 - count))
        }
      }
      third |= UInt64(truncatingIfNeeded: count) << 56
    }

    @inline(__always) var hash: Int {
      var mixed = (first ^ third &* 0xC2B2_AE3D_27D4_EB4F) &* 0xFF51_AFD7_ED55_8CCD
      mixed ^= mixed >> 32
      mixed = (mixed ^ second) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: mixed >> 40)
    }
  }

  /// A word's tokens; one line of a processor's cache.
  struct Entry: BitwiseCopyable {
    var key: Key
    var count: Int32 = 0
    var ids: (Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32) = (0, 0, 0, 0, 0, 0, 0, 0, 0)

    /// The most tokens of a word.
    static var mostTokens: Int { 9 }
  }

  private static var capacity: Int { 1 << 14 }
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: Self.capacity * MemoryLayout<Entry>.stride, alignment: 64)
    // Zeros are the key of no word: a word has at least one byte.
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: Self.capacity * MemoryLayout<Entry>.stride)
    entries = raw.bindMemory(to: Entry.self, capacity: Self.capacity)
  }

  deinit { entries.deallocate() }

  /// The place of a word; what stands there may be another one.
  @inline(__always)
  func place(of key: Key) -> UnsafeMutablePointer<Entry> { entries + (key.hash & (Self.capacity - 1)) }
}
