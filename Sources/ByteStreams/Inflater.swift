import CZlib
import Diagnostics

/// Inflates a gzip file piece by piece; members that follow each other are one stream, as in `gzip -d`.
final class Inflater {
  /// What a call of `inflate` did.
  struct Step {
    /// The bytes that came out.
    var output: [UInt8]
    /// How many bytes of the input were used up.
    var consumed: Int
  }

  private static let pieceSize = 1 << 18
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the bytes so far end with a whole member.
  private(set) var isAtEndOfMember = false

  /// - Returns: `nil` when zlib has no memory for a stream.
  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    if CZlib_inflateInit(stream) == Z_OK { return }
    stream.deallocate()
    return nil
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// What zlib says about bytes that it cannot inflate.
  struct Failure: Error {
    /// zlib's words.
    let reason: String
    /// How many bytes of the input it had used up.
    let consumed: Int
  }

  /// Inflates the start of `input`, which is not empty, as far as one piece of output has room.
  func inflate(_ input: ArraySlice<UInt8>) throws(Failure) -> Step {
    if isAtEndOfMember {
      inflateReset(stream)
      isAtEndOfMember = false
    }
    var status = Z_OK
    var consumed = 0
    let output = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
      input.withUnsafeBufferPointer { bytes in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.pointee.avail_in = UInt32(clamping: bytes.count)
        stream.pointee.next_out = buffer.baseAddress
        stream.pointee.avail_out = UInt32(buffer.count)
        status = CZlib.inflate(stream, Z_NO_FLUSH)
        consumed = bytes.count - Int(stream.pointee.avail_in)
      }
      count = buffer.count - Int(stream.pointee.avail_out)
    }
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isAtEndOfMember = true
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's error \(status)"
      throw Failure(reason: reason, consumed: consumed)
    }
    return Step(output: output, consumed: consumed)
  }
}

/// What can be wrong with a gzip file as such.
package enum GzipError: UserError, Equatable {
  /// The name ends in `.gz`, the content is something else.
  case notGzip(path: String)
  /// The file ends in the middle of a member, `offset` bytes from its start.
  case cut(path: String, offset: Int)
  /// A member cannot be inflated, or its checksum is another; found at most `offset` bytes from the file's
  /// start.
  case damaged(path: String, offset: Int, reason: String)
  /// There are bytes after the last member that are neither a member nor padding.
  case trailingBytes(path: String, offset: Int)

  /// All are errors in data.
  package var category: FailureCategory { .data }

  /// The file.
  package var location: SourceLocation? {
    switch self {
    case .notGzip(let path), .cut(let path, _), .damaged(let path, _, _), .trailingBytes(let path, _):
      SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .notGzip: "is not a gzip file, though its name ends in .gz"
    case .cut(_, let offset): "the gzip stream is cut off after \(offset) bytes"
    case .damaged(_, let offset, let reason): "the gzip stream is damaged near byte \(offset): \(reason)"
    case .trailingBytes(_, let offset): "holds bytes from \(offset) on that belong to no gzip stream"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .notGzip: "Compress it with gzip, or take .gz off its name."
    case .cut, .damaged, .trailingBytes: "Copy or download the file again; 'gzip -t' tells when it is whole."
    }
  }
}
