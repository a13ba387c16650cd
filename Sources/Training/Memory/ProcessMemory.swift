import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// What the process takes of the machine's memory.
enum ProcessMemory {
  /// Bytes that the process grows by in its work beside tensors: buffers of the matrix products, stacks, batches,
  /// files that are being written. Measured on runs with models from 60 million weights on.
  static let reserve = 16 << 20

  /// Bytes that are resident where the system does not say.
  private static let assumed = 64 << 20

  /// Bytes of the process that are in memory now.
  static var resident: Int {
    #if canImport(Glibc)
      guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
        return assumed
      }
      let fields = text.split(separator: " ")
      guard fields.count > 1, let pages = Int(fields[1]) else { return assumed }
      return pages * Int(getpagesize())
    #else
      return assumed
    #endif
  }
}
