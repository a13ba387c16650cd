import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// What the process takes of the machine's memory.
package enum ProcessMemory {
  /// Bytes that the process grows by in its work beside tensors: buffers of the matrix products, stacks, batches,
  /// files that are being written. Measured on runs with models from 60 million weights on.
  package static let reserve = 16 << 20

  /// Bytes that are resident where the system does not say.
  private static let assumed = 64 << 20

  /// Bytes of the process that are in memory now.
  package static var resident: Int { pages(field: 1) ?? assumed }

  /// Bytes of addresses that the process has now, also of what is not in memory.
  package static var addresses: Int { pages(field: 0) ?? assumed }

  /// The bytes of a field of `/proc/self/statm`; `nil` where the system does not say.
  private static func pages(field: Int) -> Int? {
    #if canImport(Glibc)
      guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
      let fields = text.split(separator: " ")
      return fields.count > field ? Int(fields[field]).map { $0 * Int(getpagesize()) } : nil
    #else
      return nil
    #endif
  }
}
