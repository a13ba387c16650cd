/// Unicode's canonical normalization forms (UAX #15) for the characters that Hugging Face's `tokenizers` knows.
struct CanonicalForms: Sendable {
  /// A normalization form.
  enum Form: Sendable {
    /// Taken apart and put together again.
    case composed
    /// Taken apart.
    case decomposed
  }

  /// What a form has to look at.
  private static let changesComposed: UInt8 = 1
  private static let changesDecomposed: UInt8 = 2

  private let parts: [UInt32: [UInt32]]
  private let pairs: [UInt64: UInt32]
  private let combining: CharacterTable
  private let flags: CharacterTable

  /// The forms, read from the table at their first use.
  static let shared = CanonicalForms()

  private init() {
    var parts: [UInt32: [UInt32]] = [:]
    var pairs: [UInt64: UInt32] = [:]
    var flags = [UInt8](repeating: 0, count: CharacterTable.count)
    for entry in Self.words(CanonicalFormsTable.decompositions) {
      let isPair = entry.contains(UInt8(ascii: "="))
      let sides = entry.split(separator: isPair ? UInt8(ascii: "=") : UInt8(ascii: ":"))
      let code = Self.number(sides[0], radix: 16)
      let others = sides[1].split(separator: UInt8(ascii: "+")).map { Self.number($0, radix: 16) }
      parts[code] = others
      if isPair {
        pairs[Self.key(others[0], others[1])] = code
        flags[Int(others[1])] |= Self.changesComposed
      }
      flags[Int(code)] |= isPair ? Self.changesDecomposed : Self.changesComposed | Self.changesDecomposed
    }
    var combining = [UInt8](repeating: 0, count: CharacterTable.count)
    for entry in Self.words(CanonicalFormsTable.combiningClasses) {
      let sides = entry.split(separator: UInt8(ascii: ":"))
      let span = sides[0].split(separator: UInt8(ascii: "-")).map { Self.number($0, radix: 16) }
      for code in span[0]...span[1] {
        combining[Int(code)] = UInt8(Self.number(sides[1], radix: 10))
        flags[Int(code)] |= Self.changesComposed | Self.changesDecomposed
      }
    }
    for code in Hangul.vowels { flags[Int(code)] |= Self.changesComposed }
    for code in Hangul.trails { flags[Int(code)] |= Self.changesComposed }
    for code in Hangul.syllables { flags[Int(code)] |= Self.changesDecomposed }
    self.parts = parts
    self.pairs = pairs
    self.combining = CharacterTable(combining)
    self.flags = CharacterTable(flags)
  }

  private static func words(_ text: String) -> [[UInt8]] {
    text.utf8.split { $0 == 0x20 || $0 == 0x0A }.map(Array.init)
  }

  private static func number(_ digits: some Collection<UInt8>, radix: Int) -> UInt32 {
    UInt32(String(decoding: digits, as: UTF8.self), radix: radix) ?? 0
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  /// Appends a text in a form.
  func append(_ text: UnsafeBufferPointer<UInt8>, in form: Form, to output: GrowingBuffer<UInt8>) {
    guard let view = TextView(text) else { return }
    let flag = form == .composed ? Self.changesComposed : Self.changesDecomposed
    output.reserve(view.count)
    var copied = 0
    // The last character that nothing before it has to do with: what follows it can change from there on only.
    var boundary = 0
    var position = 0
    while position < view.count {
      if view[position] < 0x80 {
        boundary = position
        position += 1
        continue
      }
      let (code, length) = view.code(at: position)
      if flags[code] & flag == 0 {
        boundary = position
        position += length
        continue
      }
      var end = position + length
      while end < view.count {
        let (next, nextLength) = view.code(at: end)
        if flags[next] & flag == 0 { break }
        end += nextLength
      }
      output.append(contentsOf: view.base + copied, count: boundary - copied)
      append(view, boundary..<end, composes: form == .composed, to: output)
      (copied, boundary, position) = (end, end, end)
    }
    output.append(contentsOf: view.base + copied, count: view.count - copied)
  }

  /// Appends a stretch that starts where nothing before it matters.
  private func append(
    _ view: TextView, _ range: Range<Int>, composes: Bool, to output: GrowingBuffer<UInt8>
  ) {
    var codes: [UInt32] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let (code, length) = view.code(at: position)
      appendParts(of: code, to: &codes)
      position += length
    }
    order(&codes)
    if composes { compose(&codes) }
    for code in codes {
      guard let scalar = Unicode.Scalar(code) else { continue }
      for byte in UTF8.encode(scalar) ?? .init() {
        output.reserve(1)
        output.append(byte)
      }
    }
  }

  private func appendParts(of code: UInt32, to codes: inout [UInt32]) {
    if Hangul.syllables.contains(code) {
      codes += Hangul.letters(of: code)
    } else if let others = parts[code] {
      for other in others { appendParts(of: other, to: &codes) }
    } else {
      codes.append(code)
    }
  }

  /// Puts marks that follow one another in the order of their classes.
  private func order(_ codes: inout [UInt32]) {
    var start = 0
    while start < codes.count {
      if combining[codes[start]] == 0 {
        start += 1
        continue
      }
      var end = start + 1
      while end < codes.count, combining[codes[end]] != 0 { end += 1 }
      // The order of equal classes stays.
      let sorted = codes[start..<end].enumerated().sorted {
        (combining[$0.element], $0.offset) < (combining[$1.element], $1.offset)
      }
      codes.replaceSubrange(start..<end, with: sorted.map(\.element))
      start = end
    }
  }

  /// Puts characters together where nothing of the same or a higher class is between them.
  private func compose(_ codes: inout [UInt32]) {
    var kept: [UInt32] = []
    var starter: Int?
    var lastClass = -1
    for code in codes {
      let number = Int(combining[code])
      if let index = starter, lastClass < number || lastClass == -1, let whole = pair(kept[index], code) {
        kept[index] = whole
        continue
      }
      kept.append(code)
      if number == 0 {
        starter = kept.count - 1
        lastClass = -1
      } else {
        lastClass = number
      }
    }
    codes = kept
  }

  private func pair(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.syllable(first, second) ?? pairs[Self.key(first, second)]
  }
}

/// The arithmetic of Hangul syllables (the Unicode Standard, section 3.12).
private enum Hangul {
  static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
  static let leads: Range<UInt32> = 0x1100..<0x1113
  static let vowels: Range<UInt32> = 0x1161..<0x1176
  /// The trailing letters; the place before them stands for none.
  static let trails: Range<UInt32> = 0x11A8..<0x11C3
  private static let trailCount: UInt32 = 28

  static func letters(of syllable: UInt32) -> [UInt32] {
    let index = syllable - syllables.lowerBound
    let trail = index % trailCount
    let vowel = index / trailCount % UInt32(vowels.count)
    let lead = index / trailCount / UInt32(vowels.count)
    let two = [leads.lowerBound + lead, vowels.lowerBound + vowel]
    return trail == 0 ? two : two + [trails.lowerBound - 1 + trail]
  }

  static func syllable(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leads.contains(first), vowels.contains(second) {
      let index = (first - leads.lowerBound) * UInt32(vowels.count) + second - vowels.lowerBound
      return syllables.lowerBound + index * trailCount
    }
    guard syllables.contains(first), (first - syllables.lowerBound) % trailCount == 0,
      trails.contains(second)
    else { return nil }
    return first + second - (trails.lowerBound - 1)
  }
}
