import Foundation

extension CharacterRules {
  /// The rules as a SentencePiece model holds them; `CharacterMap` tells the layout and reads them.
  ///
  /// The same rules always give the same bytes.
  func compiled() -> Data {
    if replacements.isEmpty { return Data() }
    let (texts, places) = Self.texts(Set(replacements.values.map(Self.utf8)))
    let entries = replacements.map { source, replacement in
      ByteAutomaton.Entry(key: Self.utf8(source), value: places[Self.utf8(replacement), default: 0])
    }
    let units = DoubleArray(ByteAutomaton(entries)).units
    var bytes = Data(capacity: 4 + 4 * units.count + texts.count)
    for word in [UInt32(4 * units.count)] + units {
      withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes + texts
  }

  /// The replacements one after the other, each ended by a zero byte, and where each starts.
  private static func texts(_ replacements: Set<[UInt8]>) -> (bytes: [UInt8], places: [[UInt8]: UInt32]) {
    var bytes: [UInt8] = []
    var places: [[UInt8]: UInt32] = [:]
    for replacement in replacements.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      places[replacement] = UInt32(bytes.count)
      bytes.append(contentsOf: replacement + [0])
    }
    return (bytes, places)
  }

  private static func utf8(_ characters: Characters) -> [UInt8] {
    characters.flatMap { code in Unicode.Scalar(code).map { Array(UTF8.encode($0) ?? .init()) } ?? [] }
  }
}
