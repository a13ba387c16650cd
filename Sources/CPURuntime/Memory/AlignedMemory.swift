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

  /// Fresh pages from a huge page's border on; the system zeroes them when they are touched. `nil` where it
  /// refuses.
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

/// The memories of a machine that has several (NUMA), each near some of its cores and far from others.
///
/// The system takes a page from the node of whoever touches it first. Results of kernels are first touched by
/// the threads that make them; weights and optimizer state would all lie on the node of the thread that loads
/// them, and every other node's cores would wait for its memory.
enum MemoryNodes {
  /// How many there are; 1 where the system does not say.
  static let count =
    (0..<1_024).first { access("/sys/devices/system/node/node\($0)", F_OK) != 0 }.map { max(1, $0) } ?? 1

  /// Has every thread touch a part of fresh memory, where there are several nodes.
  static func spread(_ memory: UnsafeMutableRawBufferPointer, over pool: ThreadPool, nodes: Int = count) {
    let page = Int(getpagesize())
    let pages = (memory.count + page - 1) / page
    // Below a mebibyte for each thread nobody would notice.
    guard nodes > 1, pages > 256 * pool.threads else { return }
    pool.split(pages) { _, range in
      for number in range { memory.storeBytes(of: 0, toByteOffset: number * page, as: UInt8.self) }
    }
  }
}
