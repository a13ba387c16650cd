/// How a store's file is laid out: blocks of whole records, each with its checksum, then the tables that find
/// them.
///
///     magic | block ... block | block index | smallest hashes | task headers | trailer
///
/// A block is records of one task, each after its length, and the checksum of these bytes. The trailer tells
/// where the tables lie and has their checksum and its own.
enum StoreLayout {
  /// The first and last bytes; the number is the layout's version.
  static let magic = UInt64(0x3130_524F_5453_4E49)  // "INSTOR01"
  /// The version of the layout and of what is in it, part of a store's key.
  static let version = "instances 8"
  /// A block is closed when its records take so many bytes.
  static let blockSize = 4096
  /// Words of 64 bits in an entry of the block index: offset; length and first instance; rationales before.
  static let indexWords = 3
  /// Of each task, so many of the smallest input hashes are kept.
  static let hashLimit = 1024
  /// Of each task, so many left-out instances are listed, the others only counted.
  static let skippedLimit = 100
  /// Words of 64 bits in the trailer.
  static let trailerWords = 8
}

/// The trailer of a store.
struct StoreTrailer: Equatable {
  var indexOffset = 0
  var blockCount = 0
  var hashCount = 0
  var headerLength = 0
  var tablesChecksum: UInt64 = 0

  /// The bytes from the index to the trailer.
  var tablesLength: Int {
    blockCount * StoreLayout.indexWords * 8 + hashCount * 16 + headerLength
  }

  init() {}

  /// The trailer that `words` are, in a file of `size` bytes; `nil` where that cannot be.
  init?(_ words: [UInt64], fileSize: Int) {
    let limit = UInt64(max(fileSize, 0))
    guard words.count == StoreLayout.trailerWords, words[7] == StoreLayout.magic, words[6] == 0,
      words[..<4].allSatisfy({ $0 <= limit })
    else { return nil }
    indexOffset = Int(words[0])
    blockCount = Int(words[1])
    hashCount = Int(words[2])
    headerLength = Int(words[3])
    tablesChecksum = words[4]
    let expected = indexOffset + tablesLength + StoreLayout.trailerWords * 8
    guard words[5] == Self.checksum(words), blockCount <= fileSize, expected == fileSize else { return nil }
  }

  /// The words that are written.
  var words: [UInt64] {
    var words: [UInt64] = [
      UInt64(indexOffset), UInt64(blockCount), UInt64(hashCount), UInt64(headerLength), tablesChecksum, 0, 0,
      StoreLayout.magic,
    ]
    words[5] = Self.checksum(words)
    return words
  }

  private static func checksum(_ words: [UInt64]) -> UInt64 {
    words[..<5].reduce(1) { StableHash.mix($0 ^ $1) &+ $1 }
  }
}
