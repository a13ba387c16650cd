import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file's bytes in the address space, read from the disk when they are touched.
///
/// Immutable after `init`, hence safe to share between threads. A file that another program cuts short
/// while it is mapped would end the process at the first touch past its end, so `checkSize()` comes before
/// every read.
package final class MappedFile: @unchecked Sendable {
  package let path: String
  /// All bytes of the file.
  package let bytes: UnsafeRawBufferPointer
  private let file: ReadableFile

  /// Maps the file at `path`.
  /// - Parameter what: what the file is to the user, for the message.
  /// - Throws: `FileError`.
  package init(_ path: String, what: String) throws {
    self.path = path
    file = try ReadableFile(path, what: what)
    if file.size == 0 {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let address = mmap(nil, file.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw FileError.refused(path: path, operation: "map the \(what)", reason: SystemFailure.last.reason)
    }
    bytes = UnsafeRawBufferPointer(start: address, count: file.size)
  }

  deinit {
    if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
  }

  /// Checks that the file still has the size it had when it was mapped.
  /// - Throws: `FileError.refused`.
  package func checkSize() throws(FileError) {
    var status = stat()
    if fstat(file.descriptor, &status) == 0, Int(status.st_size) >= bytes.count { return }
    throw .refused(
      path: path, operation: "read the file", reason: "it has become shorter since it was opened")
  }

  /// Lets the system drop the pages of a range from this process's memory; they can be read again.
  package func release(_ range: Range<Int>) {
    guard let address = bytes.baseAddress, !range.isEmpty, range.upperBound <= bytes.count else { return }
    // A touch brings in the neighborhood of its page as well.
    let neighborhood = UInt(max(Int(getpagesize()), 1 << 16))
    let first = UInt(bitPattern: address + range.lowerBound) / neighborhood * neighborhood
    let end = (UInt(bitPattern: address + range.upperBound) + neighborhood - 1) / neighborhood * neighborhood
    let start = max(first, UInt(bitPattern: address))
    let length = min(end, UInt(bitPattern: address + bytes.count)) - start
    madvise(UnsafeMutableRawPointer(bitPattern: start), Int(length), MADV_DONTNEED)
  }
}
