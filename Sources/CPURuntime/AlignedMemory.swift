#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Zeroed memory on a cache line's border; large pieces come from the system in huge pages where it has them.
///
/// Matrix products walk through weights in strides: with pages of 4 KiB they wait for address translation.
final class AlignedMemory {
  /// Cache lines and the widest vectors are 64 bytes.
  static let alignment = 64
  /// A huge page of x86-64 and of arm64 with small base pages.
  private static let hugePage = 1 << 21

  /// The memory.
  let bytes: UnsafeMutableRawBufferPointer
  private let isMapped: Bool

  /// Zeroed memory of at least one byte.
  init(byteCount: Int) {
    let size = max(byteCount, 1)
    if size >= 2 * Self.hugePage, let start = Self.map(size) {
      bytes = UnsafeMutableRawBufferPointer(start: start, count: size)
      isMapped = true
    } else {
      bytes = .allocate(byteCount: size, alignment: Self.alignment)
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
      isMapped = false
    }
  }

  deinit {
    if isMapped { munmap(bytes.baseAddress, bytes.count) } else { bytes.deallocate() }
  }

  /// Fresh pages from a huge page's border on; the system zeroes them when they are touched. `nil` where it refuses.
  private static func map(_ size: Int) -> UnsafeMutableRawPointer? {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    let reserved = size + hugePage
    guard let raw = mmap(nil, reserved, PROT_READ | PROT_WRITE, flags, -1, 0), raw != MAP_FAILED else {
      return nil
    }
    let slack = (hugePage - Int(bitPattern: raw) % hugePage) % hugePage
    let page = Int(getpagesize())
    let used = (size + page - 1) / page * page
    let start = raw + slack
    if slack > 0 { munmap(raw, slack) }
    if reserved - slack > used { munmap(start + used, reserved - slack - used) }
    #if canImport(Glibc)
      madvise(start, used, Int32(MADV_HUGEPAGE))
    #endif
    return start
  }
}
