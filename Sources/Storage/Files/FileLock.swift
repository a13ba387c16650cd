import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A lock between processes, and between threads of one, held until it is released; the system releases that
/// of a process that ends, however it ends.
package final class FileLock {
  private let descriptor: Int32

  /// Waits for the lock that the file at `path` stands for; the file is made where it is missing, and stays.
  /// - Parameter waiting: called once where another holds the lock.
  /// - Throws: `FileError.refused`, `FileError.link`.
  package init(_ path: String, waiting: () -> Void = {}) throws(FileError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    if descriptor < 0 {
      throw .opening(path, "create the lock", .last)
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
    waiting()
    while flock(descriptor, LOCK_EX) != 0 {
      if errno == EINTR { continue }
      let reason = SystemFailure.last.reason
      close(descriptor)
      throw .refused(path: path, operation: "wait for the lock", reason: reason)
    }
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// Takes the lock where nobody else holds it; the file is made where it is missing.
  /// - Returns: `nil` where another holds it.
  /// - Throws: `FileError.refused`, `FileError.link`.
  package static func attempt(_ path: String) throws(FileError) -> FileLock? {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if descriptor < 0 {
        throw .opening(path, "create the lock", .last)
      }
      let lock = FileLock(descriptor: descriptor)
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        if errno == EINTR { continue }
        if errno == EWOULDBLOCK { return nil }
        // Some file systems have no locks; a run there is as it would be without.
      }
      // Who held the lock may have removed the file in between; then it protects nothing.
      if lock.isInPlace(path) { return lock }
    }
  }

  /// Whether the locked file is the one at `path`: it has not been removed, nor its folder renamed.
  package func isInPlace(_ path: String) -> Bool {
    var (mine, there) = (stat(), stat())
    return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino
      && mine.st_dev == there.st_dev
  }

  /// Makes `text` the file's content, for whoever finds the lock held; where it cannot be written, the file
  /// stays empty.
  package func describe(_ text: String) {
    let bytes = Array(text.utf8)
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, bytes, bytes.count, 0) }
  }

  deinit { close(descriptor) }
}
