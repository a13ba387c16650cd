import Foundation

/// A vocabulary of bytes with ByT5's ids: 0 pad, 1 end of sequence, 2 unknown, then byte `b` at `b + 3`, then
/// the sentinels `<extra_id_0>`, ... upward from 259.
///
/// It loses nothing of a text. White space around sentinels is kept.
public struct ByteTokenizer: Tokenizer {
  /// ByT5's pad.
  public let padID: Int32 = 0
  /// ByT5's `</s>`.
  public let endOfSequenceID: Int32 = 1
  /// ByT5's `<unk>`; no text is ever encoded to it.
  public let unknownID: Int32 = 2
  /// None: the vocabulary needs no file.
  public var files: [(name: String, bytes: Data)] { [] }

  private static let reservedNames = ["<pad>", "</s>", "<unk>"]
  private static let byteOffset = 3
  private static let sentinelOffset = byteOffset + 256
  private let sentinels: Sentinels

  /// Makes the vocabulary.
  /// - Parameter sentinels: how many there are; brought into 0...10,000.
  public init(sentinels: Int = 125) {
    self.sentinels = Sentinels(count: min(max(sentinels, 0), Sentinels.maximumCount))
  }

  /// Three reserved ids, 256 bytes and the sentinels.
  public var vocabularySize: Int { Self.sentinelOffset + sentinels.count }

  /// The ids of the UTF-8 bytes of `text`, and of the sentinels in it.
  public func encode(_ text: String) -> [Int32] {
    var text = text
    return text.withUTF8 { bytes in
      var ids: [Int32] = []
      ids.reserveCapacity(bytes.count)
      var position = 0
      while position < bytes.count {
        let sentinel = sentinels.first(in: bytes, from: position)
        for byte in bytes[position..<(sentinel?.range.lowerBound ?? bytes.count)] {
          ids.append(Int32(Int(byte) + Self.byteOffset))
        }
        guard let sentinel else { break }
        ids.append(Int32(Self.sentinelOffset + sentinel.number))
        position = sentinel.range.upperBound
      }
      return ids
    }
  }

  /// The text of `ids`; bytes that form no valid UTF-8 are dropped, as ByT5 does.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    var bytes: [UInt8] = []
    for id in ids {
      let index = Int(id) - Self.byteOffset
      if (0..<256).contains(index) {
        bytes.append(UInt8(index))
      } else if let number = sentinelNumber(of: id) {
        bytes.append(contentsOf: Sentinels.name(number).utf8)
      }
    }
    return Self.textIgnoringInvalid(bytes)
  }

  /// The piece with this id: a reserved name, a printable ASCII character, `<0xE2>` for other bytes, or a
  /// sentinel.
  public func piece(of id: Int32) -> String? {
    let index = Int(id)
    if Self.reservedNames.indices.contains(index) { return Self.reservedNames[index] }
    if let number = sentinelNumber(of: id) { return Sentinels.name(number) }
    guard (Self.byteOffset..<Self.sentinelOffset).contains(index) else { return nil }
    let byte = UInt8(index - Self.byteOffset)
    return (0x21...0x7E).contains(byte) ? String(Unicode.Scalar(byte)) : BytePiece.name(of: byte)
  }

  private func sentinelNumber(of id: Int32) -> Int? {
    let number = Int(id) - Self.sentinelOffset
    return (0..<sentinels.count).contains(number) ? number : nil
  }

  private static func textIgnoringInvalid(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { buffer in
      var text = String.UnicodeScalarView()
      var position = 0
      while position < buffer.count {
        if let (scalar, length) = UTF8Decoding.scalar(in: buffer, at: position) {
          text.append(scalar)
          position += length
        } else {
          position += 1
        }
      }
      return String(text)
    }
  }
}
