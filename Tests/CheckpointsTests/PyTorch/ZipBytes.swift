/// A zip file made of parts, so that each can be wrong.
struct ZipBytes {
  var entries: [(name: String, content: [UInt8])]
  var method: UInt16 = 0
  var flags: UInt16 = 0
  /// Whether numbers stand in ZIP64 fields, as in files of 4 GiB and more.
  var isZip64 = false
  /// Bytes between the entries' names and their content, as PyTorch has them to align it.
  var padding = 0
  var comment = ""

  /// The files of `torch.save` with this pickle.
  static func torch(pickle: [UInt8], storages: [String: [UInt8]] = [:]) -> ZipBytes {
    ZipBytes(
      entries: [("x/data.pkl", pickle), ("x/byteorder", Array("little".utf8))]
        + storages.sorted { $0.key < $1.key }.map { ("x/data/\($0.key)", $0.value) })
  }

  var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in entries {
      let offset = file.count
      let name = Array(name.utf8)
      file += number(0x0403_4B50, 4) + number(0, 2) + number(Int(flags), 2) + number(Int(method), 2)
      file += [UInt8](repeating: 0, count: 16) + number(name.count, 2) + number(padding, 2)
      file += name + [UInt8](repeating: 0, count: padding) + content
      let sizes =
        isZip64
        ? number(0xFFFF_FFFF, 4) + number(0xFFFF_FFFF, 4)
        : number(content.count, 4) + number(content.count, 4)
      let extra =
        isZip64
        ? number(9, 2) + number(2, 2) + [0, 0] + number(1, 2) + number(24, 2) + number(content.count, 8)
          + number(content.count, 8) + number(offset, 8) : []
      directory += number(0x0201_4B50, 4) + number(0, 4) + number(Int(flags), 2) + number(Int(method), 2)
      directory += [UInt8](repeating: 0, count: 8) + sizes + number(name.count, 2) + number(extra.count, 2)
      directory += number(0, 2) + number(0, 8) + number(isZip64 ? 0xFFFF_FFFF : offset, 4) + name + extra
    }
    let start = file.count
    file += directory
    if isZip64 {
      let record = file.count
      file += number(0x0606_4B50, 4) + number(44, 8) + number(0, 4) + number(0, 8) + number(entries.count, 8)
      file += number(entries.count, 8) + number(directory.count, 8) + number(start, 8)
      file += number(0x0706_4B50, 4) + number(0, 4) + number(record, 8) + number(1, 4)
    }
    file += number(0x0605_4B50, 4) + number(0, 4) + number(isZip64 ? 0xFFFF : entries.count, 2)
    file += number(isZip64 ? 0xFFFF : entries.count, 2) + number(isZip64 ? 0xFFFF_FFFF : directory.count, 4)
    return file + number(isZip64 ? 0xFFFF_FFFF : start, 4) + number(comment.utf8.count, 2)
      + Array(comment.utf8)
  }

  private func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
