#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the file system says of a file: while it stays the same, so does the content. A program can set back
/// the time of the content's last change, but not that of the last change of anything.
package struct FileIdentity: Hashable, Codable, Sendable {
  /// The size in bytes.
  package let size: Int
  /// When the content last changed, in nanoseconds since 1970.
  package let modified: Int
  /// When content, times, owner, rights or names last changed, in nanoseconds since 1970.
  package let changed: Int
  /// The file's number.
  package let inode: UInt64
  /// The number of its device.
  package let device: UInt64

  /// The identity of the file at `path`, a link followed; `nil` where there is no file.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    size = Int(status.st_size)
    #if canImport(Glibc)
      let (content, anything) = (status.st_mtim, status.st_ctim)
    #else
      let (content, anything) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    modified = Self.nanoseconds(content)
    changed = Self.nanoseconds(anything)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    device = UInt64(truncatingIfNeeded: status.st_dev)
  }

  /// Whether at the time `now` the last change is so long ago that a further one could not have the same
  /// time.
  package func isSettled(at now: Int) -> Bool { now &- max(modified, changed) > 2_000_000_000 }

  /// The time of the clock that files are dated by, in nanoseconds since 1970.
  package static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }

  private static func nanoseconds(_ time: timespec) -> Int {
    Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
  }
}
