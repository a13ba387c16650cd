#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The memories of a machine that has several (NUMA), each near some of its cores and far from others.
///
/// The system takes a page from the node of whoever touches it first. Results of kernels are first touched by the threads that
/// make them; weights and optimizer state would all lie on the node of the thread that loads them, and every other node's cores
/// would wait for its memory.
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
