import CHDF5
import Foundation

/// The one door to the HDF5 library, which need not be safe to call from two threads.
enum HDF5Library {
  private static let lock = NSRecursiveLock()

  /// Opens the library, which is not to tidy up at the end of the process: files that were finished are
  /// closed by then, and over those that were not it complains, or crashes.
  private static let opened: Void = {
    H5dont_atexit()
    H5open()
  }()

  /// Runs `body` while no other thread is in the library, with the library's printing of errors off.
  static func locked<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    _ = opened
    // The library keeps an error stack for each thread, so this is not done once for all.
    H5Eset_auto2(0, nil, nil)
    return try body()
  }

  /// The innermost message of the last error on this thread.
  static func lastMessage() -> String {
    var messages: [String] = []
    withUnsafeMutablePointer(to: &messages) { pointer in
      _ = H5Ewalk2(0, H5E_WALK_UPWARD, collectMessage, UnsafeMutableRawPointer(pointer))
    }
    H5Eclear2(0)
    let message = messages.first { !$0.isEmpty } ?? "the library gives no reason"
    // Where the system refused, its words are among the time, the file's name and a few addresses.
    let quoted = message.components(separatedBy: "error message = '").dropFirst().first
    return quoted?.components(separatedBy: "'").first ?? message
  }
}

private func collectMessage(
  _ depth: UInt32, _ error: UnsafePointer<H5E_error2_t>?, _ context: UnsafeMutableRawPointer?
) -> herr_t {
  if let text = error?.pointee.desc {
    context?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: text))
  }
  return 0
}

/// An open object of the library, closed at the end of its owner's life.
struct HDF5Identifier: ~Copyable {
  let raw: hid_t

  deinit {
    let raw = raw
    _ = HDF5Library.locked { H5Idec_ref(raw) }
  }
}

extension HDF5Kind {
  /// The library's type for them in a file.
  var inFile: hid_t {
    switch self {
    case .float32: CHDF5_float32()
    case .float64: CHDF5_float64()
    case .int32: CHDF5_int32()
    case .int64: CHDF5_int64()
    case .uint64: CHDF5_uint64()
    case .uint8: CHDF5_uint8()
    }
  }

  /// The library's type for them in memory.
  var inMemory: hid_t {
    switch self {
    case .float32: CHDF5_nativeFloat32()
    case .float64: CHDF5_nativeFloat64()
    case .int32: CHDF5_nativeInt32()
    case .int64: CHDF5_nativeInt64()
    case .uint64: CHDF5_nativeUInt64()
    case .uint8: CHDF5_nativeUInt8()
    }
  }
}
