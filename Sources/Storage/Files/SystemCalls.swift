import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The C functions whose names the methods of `FileSystem` hide.

package func systemRename(_ source: String, _ destination: String) -> Int32 { rename(source, destination) }

package func systemRemove(_ path: String) -> Int32 { remove(path) }

/// Writes all bytes to an open file; `false` with `errno` set where the system refuses.
package func systemWrite(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
  var written = 0
  while written < bytes.count {
    // One call moves at most 2 GiB on Linux.
    let rest = UnsafeRawBufferPointer(rebasing: bytes[written...].prefix(1 << 30))
    let count = write(descriptor, rest.baseAddress, rest.count)
    if count < 0, errno == EINTR { continue }
    if count <= 0 { return false }
    written += count
  }
  return true
}

extension FileError {
  /// What the system refused; a link that may not be followed is named as such.
  static func opening(_ path: String, _ operation: String, _ failure: SystemFailure) -> FileError {
    if failure.code == ELOOP, let target = linkTarget(path) { return .link(path: path, target: target) }
    return .refused(path: path, operation: operation, reason: failure.reason)
  }

  /// What a symbolic link says; `nil` where there is none.
  private static func linkTarget(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &bytes, bytes.count)
    return count < 0
      ? nil : String(decoding: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// Swaps two names atomically; `false` with `errno` set where that fails or cannot be done.
package func systemExchange(_ first: String, _ second: String) -> Bool {
  #if canImport(Glibc)
    // glibc declares renameat2 only for _GNU_SOURCE, which Swift's import of it does not define.
    typealias RenameWithFlags =
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    let exchangeFlag: UInt32 = 2
    guard let symbol = dlsym(nil, "renameat2") else {
      errno = ENOSYS
      return false
    }
    let renameWithFlags = unsafeBitCast(symbol, to: RenameWithFlags.self)
    return renameWithFlags(AT_FDCWD, first, AT_FDCWD, second, exchangeFlag) == 0
  #else
    return renamex_np(first, second, UInt32(RENAME_SWAP)) == 0
  #endif
}

/// What is at a path.
package struct FileStatus {
  package enum Kind { case file, folder, other }

  package let kind: Kind
  /// The size in bytes.
  package let size: Int

  /// `nil` where nothing is at the path, or nothing that we may see.
  package init?(_ path: String, followingLinks: Bool = false) {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    size = Int(status.st_size)
  }
}
