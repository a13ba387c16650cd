/// The tokens of a vocabulary as bytes, by id and by text.
///
/// Texts are compared by their bytes: Swift takes canonically equivalent strings for equal, vocabularies do not.
struct TokenTexts: Sendable {
  private var bytes: [UInt8] = []
  /// By id, where its text begins and ends in `bytes`; both -1 for an id that nothing has.
  private var ranges: [(start: Int32, end: Int32)] = []
  /// Ids by hash; -1 in an unused place.
  private var places: [Int32]
  /// How many tokens there are.
  private(set) var count = 0

  /// Makes room for tokens.
  init(room: Int) {
    var size = 64
    while size < room * 2 { size *= 2 }
    places = [Int32](repeating: -1, count: size)
  }

  /// One more than the highest id.
  var end: Int { ranges.count }

  /// Adds a token.
  /// - Returns: the token that has the id or the text already; then nothing is added.
  mutating func add(_ text: some Collection<UInt8>, id: Int) -> Int32? {
    if ranges.indices.contains(id), ranges[id].start >= 0 { return Int32(id) }
    if count * 2 >= places.count { grow() }
    let place = place(of: text)
    if places[place] >= 0 { return places[place] }
    while ranges.count <= id { ranges.append((-1, -1)) }
    let start = bytes.count
    bytes.append(contentsOf: text)
    ranges[id] = (Int32(start), Int32(bytes.count))
    places[place] = Int32(id)
    count += 1
    return nil
  }

  private mutating func grow() {
    places = [Int32](repeating: -1, count: places.count * 2)
    for id in ranges.indices where ranges[id].start >= 0 { places[place(of: self[id] ?? [])] = Int32(id) }
  }

  /// The id of a token.
  func id(of text: some Collection<UInt8>) -> Int32? {
    let id = places[place(of: text)]
    return id < 0 ? nil : id
  }

  /// The bytes of a token; `nil` for an id that nothing has.
  subscript(id: Int) -> ArraySlice<UInt8>? {
    guard ranges.indices.contains(id), ranges[id].start >= 0 else { return nil }
    return bytes[Int(ranges[id].start)..<Int(ranges[id].end)]
  }

  private func place(of text: some Collection<UInt8>) -> Int {
    // FNV-1a.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var place =
      Int(truncatingIfNeeded: ((hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15) >> 24) & (places.count - 1)
    while places[place] >= 0, !(self[Int(places[place])] ?? []).elementsEqual(text) {
      place = (place + 1) & (places.count - 1)
    }
    return place
  }
}

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
