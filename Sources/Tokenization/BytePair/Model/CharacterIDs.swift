/// The tokens of one character, by character.
struct CharacterIDs: Sendable {
  private static let pageSize = 256
  /// Where a page of 256 characters begins in `ids`; -1 for a page without tokens.
  private var pages = [Int32](repeating: -1, count: CharacterTable.count / pageSize)
  private var ids: [Int32] = []

  /// The id of a character's token; -1 without one.
  @inline(__always)
  subscript(code: UInt32) -> Int32 {
    let page = pages[Int(code >> 8)]
    return page < 0 ? -1 : ids[Int(page) + Int(code & 255)]
  }

  /// Sets the id of a character's token.
  mutating func set(_ code: UInt32, to id: Int32) {
    if pages[Int(code >> 8)] < 0 {
      pages[Int(code >> 8)] = Int32(ids.count)
      ids += [Int32](repeating: -1, count: Self.pageSize)
    }
    ids[Int(pages[Int(code >> 8)]) + Int(code & 255)] = id
  }
}
