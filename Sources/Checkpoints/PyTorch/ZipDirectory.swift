/// Where the entries of a zip file lie, as far as PyTorch writes zip files: every entry stored as it is, in
/// one file.
///
/// Sizes and places are those of the central directory, ZIP64 included; so it makes no difference whether an
/// entry has a data descriptor behind it. See PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3.
struct ZipDirectory {
  /// The most entries that are believed: some thousand times those of the largest T5.
  static let mostEntries = 1 << 20
  /// The largest directory that is believed, in bytes.
  static let largestDirectory = 1 << 26

  /// An entry of the file.
  private struct Entry {
    /// Where its bytes stand in the file.
    var range: Range<Int>
    /// Why they are not what they stand for: compressed or encrypted.
    var obstacle: String?
  }

  private let entries: [String: Entry]
  private let bytes: LittleEndianBytes
  private let path: String

  /// Reads the directory of a zip file with the given content.
  /// - Throws: `TorchFileError`.
  init(_ content: UnsafeRawBufferPointer, path: String) throws(TorchFileError) {
    bytes = LittleEndianBytes(content)
    self.path = path
    let end = try Self.end(of: bytes, path: path)
    guard end.count <= Self.mostEntries, end.size <= Self.largestDirectory, end.offset <= bytes.count,
      end.size <= bytes.count - end.offset
    else {
      throw TorchFileError(path, .damagedZip("its directory lies outside it or is larger than any model's"))
    }
    var entries: [String: Entry] = [:]
    var position = end.offset
    for _ in 0..<end.count {
      let header = try Self.header(bytes, at: position, before: end.offset + end.size, path: path)
      if entries.updateValue(try Self.content(bytes, header, path: path), forKey: header.name) != nil {
        throw TorchFileError(path, .damagedZip("it has two entries '\(header.name)'"))
      }
      position = header.next
    }
    self.entries = entries
  }

  /// The entries' names.
  var names: some Collection<String> { entries.keys }

  /// Where the bytes of an entry stand in the file; `nil` where there is none of that name.
  /// - Throws: `TorchFileError.unreadableEntry`.
  func range(of name: String) throws(TorchFileError) -> Range<Int>? {
    guard let entry = entries[name] else { return nil }
    if let obstacle = entry.obstacle { throw TorchFileError(path, .unreadableEntry(name, obstacle)) }
    return entry.range
  }

  /// What the records at the file's end say of the directory: its place, its bytes, its entries.
  private static func end(
    of bytes: LittleEndianBytes, path: String
  ) throws(TorchFileError) -> (offset: Int, size: Int, count: Int) {
    // The record of 22 bytes is the last, but for a comment of at most 65,535 bytes.
    let first = max(0, bytes.count - 22 - 65_535)
    guard
      let record = stride(from: bytes.count - 22, through: first, by: -1).first(where: { start in
        bytes.integer(UInt32.self, at: start) == 0x0605_4B50
          && bytes.integer(UInt16.self, at: start + 20).map(Int.init) == bytes.count - start - 22
      })
    else { throw TorchFileError(path, .truncated) }
    guard let count = bytes.integer(UInt16.self, at: record + 10),
      let size = bytes.integer(UInt32.self, at: record + 12),
      let offset = bytes.integer(UInt32.self, at: record + 16)
    else { throw TorchFileError(path, .truncated) }
    if count < .max, size < .max, offset < .max { return (Int(offset), Int(size), Int(count)) }
    guard bytes.integer(UInt32.self, at: record - 20) == 0x0706_4B50,
      let place = bytes.size(at: record - 12), bytes.integer(UInt32.self, at: place) == 0x0606_4B50,
      let longCount = bytes.size(at: place, 32), let longSize = bytes.size(at: place, 40),
      let longOffset = bytes.size(at: place, 48)
    else { throw TorchFileError(path, .damagedZip("its ZIP64 record is missing or damaged")) }
    return (longOffset, longSize, longCount)
  }

  private struct Header {
    var name: String
    var method: UInt16
    var isEncrypted: Bool
    /// Bytes of the entry as they stand in the file, and of what they are to become.
    var storedSize: Int
    var size: Int
    /// Where the entry's local header stands.
    var offset: Int
    /// Where the next entry of the directory stands.
    var next: Int
  }

  /// The directory's entry at `start`, which is to end before `end`.
  private static func header(
    _ bytes: LittleEndianBytes, at start: Int, before end: Int, path: String
  ) throws(TorchFileError) -> Header {
    let damage = TorchFileError(path, .damagedZip("its directory is cut or overwritten"))
    guard start <= end - 46, bytes.integer(UInt32.self, at: start) == 0x0201_4B50,
      let flags = bytes.integer(UInt16.self, at: start + 8),
      let method = bytes.integer(UInt16.self, at: start + 10),
      let stored = bytes.integer(UInt32.self, at: start + 20),
      let size = bytes.integer(UInt32.self, at: start + 24),
      let nameLength = bytes.integer(UInt16.self, at: start + 28).map(Int.init),
      let extraLength = bytes.integer(UInt16.self, at: start + 30).map(Int.init),
      let commentLength = bytes.integer(UInt16.self, at: start + 32).map(Int.init),
      let offset = bytes.integer(UInt32.self, at: start + 42),
      nameLength + extraLength + commentLength <= end - start - 46,
      let name = bytes.text(at: start + 46, count: nameLength)
    else { throw damage }
    var header = Header(
      name: name, method: method, isEncrypted: flags & 1 != 0, storedSize: Int(stored), size: Int(size),
      offset: Int(offset), next: start + 46 + nameLength + extraLength + commentLength)
    // The ZIP64 field holds, in this order, those of the three numbers that did not fit.
    guard var field = zip64Field(bytes, at: start + 46 + nameLength, count: extraLength) else {
      if size == .max || stored == .max || offset == .max { throw damage }
      return header
    }
    func next() throws(TorchFileError) -> Int {
      guard field.count >= 8, let value = bytes.size(at: field.lowerBound) else { throw damage }
      field = (field.lowerBound + 8)..<field.upperBound
      return value
    }
    if size == .max { header.size = try next() }
    if stored == .max { header.storedSize = try next() }
    if offset == .max { header.offset = try next() }
    return header
  }

  /// The content of the extra field with the number 1.
  private static func zip64Field(_ bytes: LittleEndianBytes, at start: Int, count: Int) -> Range<Int>? {
    var position = start
    while position + 4 <= start + count, let tag = bytes.integer(UInt16.self, at: position),
      let length = bytes.integer(UInt16.self, at: position + 2).map(Int.init)
    {
      let content = (position + 4)..<(position + 4 + length)
      if content.upperBound > start + count { return nil }
      if tag == 1 { return content }
      position = content.upperBound
    }
    return nil
  }

  /// Where an entry's bytes stand: behind its local header, whose name and extra field may have other
  /// lengths.
  private static func content(
    _ bytes: LittleEndianBytes, _ header: Header, path: String
  ) throws(TorchFileError) -> Entry {
    let damage = TorchFileError(path, .damagedZip("its entry '\(header.name)' lies outside the file"))
    let obstacle = header.isEncrypted ? "encrypted" : (header.method == 0 ? nil : "compressed")
    guard obstacle != nil || header.size == header.storedSize, header.offset <= bytes.count - 30,
      bytes.integer(UInt32.self, at: header.offset) == 0x0403_4B50,
      let nameLength = bytes.integer(UInt16.self, at: header.offset + 26),
      let extraLength = bytes.integer(UInt16.self, at: header.offset + 28)
    else { throw damage }
    let start = header.offset + 30 + Int(nameLength) + Int(extraLength)
    guard start <= bytes.count, header.storedSize <= bytes.count - start else { throw damage }
    return Entry(range: start..<(start + header.storedSize), obstacle: obstacle)
  }
}
