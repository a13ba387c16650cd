import CHDF5
import Foundation

/// The memory that the library makes a new file in; it has the file's bytes once the library has closed the
/// file.
///
/// The library must not write files itself: where the system refuses a write, for want of space, it crashes
/// when it closes the file or the process ends (h5py's issue 914). Its own copies of an open file have a
/// wrong checksum in version 1.10, so what is kept is the memory that it lets go when it closes the file.
final class HDF5Image {
  /// Bytes that a file grows by.
  private static let growth = 1 << 20
  /// Where a superblock of version 2 has the end of the file.
  private static let endOfFileOffset = 28

  private var memory: UnsafeMutableRawPointer?

  deinit { free(memory) }

  /// Has files that are made with an access property list be made here; one file at most.
  func hold(_ accessProperties: hid_t) -> herr_t {
    var callbacks = H5FD_file_image_callbacks_t(
      image_malloc: { size, _, _ in malloc(size) },
      image_memcpy: { target, source, size, _, _ in
        guard let target, let source else { return nil }
        return memcpy(target, source, size)
      },
      image_realloc: { pointer, size, _, _ in realloc(pointer, size) },
      image_free: { pointer, operation, image in
        guard operation == H5FD_FILE_IMAGE_OP_FILE_CLOSE, let image else {
          free(pointer)
          return 0
        }
        Unmanaged<HDF5Image>.fromOpaque(image).takeUnretainedValue().memory = pointer
        return 0
      },
      udata_copy: { $0 }, udata_free: { _ in 0 }, udata: Unmanaged.passUnretained(self).toOpaque())
    let status = H5Pset_fapl_core(accessProperties, Self.growth, false)
    return status < 0 ? status : H5Pset_file_image_callbacks(accessProperties, &callbacks)
  }

  /// The bytes of the file that has been closed, as long as this lives.
  var bytes: UnsafeRawBufferPointer {
    guard let memory else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let count = memory.loadUnaligned(fromByteOffset: Self.endOfFileOffset, as: UInt64.self)
    return UnsafeRawBufferPointer(start: memory, count: Int(UInt64(littleEndian: count)))
  }
}

/// How a dataset's numbers lie in the file.
package enum HDF5Layout: Hashable, Sendable {
  /// One after the other.
  case contiguous
  /// In pieces that are compressed each for itself, with zlib at a level between 1 (fast) and 9.
  case deflated(level: Int)
  /// The same in pieces of so many rows, the first dimension, with a checksum (Fletcher) for each piece: for
  /// reading a few rows at a time.
  case checked(level: Int, rows: Int)

  /// The level of compression; `nil` for none.
  var level: Int? {
    switch self {
    case .contiguous: nil
    case .deflated(let level), .checked(let level, _): min(max(level, 1), 9)
    }
  }

  /// The shape of one piece.
  func chunk(of shape: [Int]) -> [Int] {
    guard case .checked(_, let rows) = self, let first = shape.first else { return Self.chunkShape(shape) }
    return [max(1, min(rows, first))] + shape.dropFirst().map { max(1, $0) }
  }

  /// The shape of one piece: full rows where they fit, at most 2^18 numbers.
  static func chunkShape(_ shape: [Int]) -> [Int] {
    var room = 1 << 18
    var chunk: [Int] = []
    for dimension in shape.reversed() {
      let length = max(1, min(dimension, room))
      chunk.append(length)
      room /= length
    }
    return chunk.reversed()
  }
}
