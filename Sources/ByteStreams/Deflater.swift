import CZlib

/// Deflates bytes into one gzip member piece by piece.
package final class Deflater {
  private static let pieceSize = 1 << 16
  private let stream: UnsafeMutablePointer<z_stream>

  /// - Returns: `nil` when zlib has no memory for a stream.
  package init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    if CZlib_deflateInit(stream, 6) == Z_OK { return }
    stream.deallocate()
    return nil
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// What comes of `bytes`, and of those before that zlib still held; with `finishing` also the member's end,
  /// after which nothing may follow.
  package func deflate(_ bytes: [UInt8], finishing: Bool = false) -> [UInt8] {
    var output: [UInt8] = []
    bytes.withUnsafeBufferPointer { input in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.pointee.avail_in = UInt32(clamping: input.count)
      var isFull = true
      // A piece that is not filled is the last.
      while isFull {
        output += [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
          stream.pointee.next_out = buffer.baseAddress
          stream.pointee.avail_out = UInt32(buffer.count)
          _ = CZlib.deflate(stream, finishing ? Z_FINISH : Z_NO_FLUSH)
          isFull = stream.pointee.avail_out == 0
          count = buffer.count - Int(stream.pointee.avail_out)
        }
      }
    }
    return output
  }
}
