import Diagnostics
import JSON

/// The header of a safetensors file, parsed and checked against the file's size.
///
/// The format: eight bytes with the header's length N (little-endian), N bytes of JSON, then the tensors'
/// bytes without gaps. See <https://github.com/huggingface/safetensors>.
struct SafetensorsHeader {
  /// The longest header that the format allows, in bytes.
  static let longest = 100_000_000

  /// The tensors in the order of their bytes.
  let tensors: [StoredTensor]
  /// The strings of `__metadata__`.
  let metadata: [String: String]

  /// Parses the header of a file with the given content.
  /// - Throws: `WeightsError`.
  init(_ bytes: UnsafeRawBufferPointer, path: String) throws {
    let text = try Self.text(of: bytes, path: path)
    let reader = HeaderReader(path: path, dataStart: text.endIndex, dataSize: bytes.count - text.endIndex)
    var tensors: [StoredTensor] = []
    var metadata: [String: String] = [:]
    do {
      let object = try JSONDocument.parse(text, file: path).object()
      for key in object.keys {
        let field = try object.required(key)
        if key == "__metadata__" {
          metadata = try HeaderReader.metadata(field)
        } else {
          tensors.append(try reader.tensor(key, field))
        }
      }
    } catch let error as JSONError {
      throw WeightsError(path, .malformedHeader(error))
    }
    self.tensors = try reader.checkLayout(tensors)
    self.metadata = metadata
  }

  private static func text(
    of bytes: UnsafeRawBufferPointer, path: String
  ) throws(WeightsError) -> Slice<UnsafeRawBufferPointer> {
    if bytes.count < 8 { throw WeightsError(path, .noHeader(size: bytes.count)) }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard let count = Int(exactly: length), count <= longest else {
      throw WeightsError(path, .headerTooLong(length: length, limit: longest))
    }
    if count > bytes.count - 8 {
      throw WeightsError(path, .headerBeyondEnd(length: count, size: bytes.count))
    }
    let text = bytes[8..<(8 + count)]
    if text.first != UInt8(ascii: "{") {
      throw WeightsError(path, .headerNotObject(firstByte: text.first))
    }
    return text
  }
}
