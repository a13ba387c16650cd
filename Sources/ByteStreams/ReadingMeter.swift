import Synchronization

/// Counts the bytes that are read of files, compressed ones as they lie on the disk.
package final class ReadingMeter: Sendable {
  private let count = Mutex(0)
  private let onRead: @Sendable (_ bytes: Int) -> Void

  /// The meter of what is read at the moment. Files are opened deep in the readers of many formats, which know nothing of who
  /// waits for them.
  @TaskLocal package static var current: ReadingMeter?

  /// A meter at 0.
  /// - Parameter onRead: told all bytes so far whenever there are more.
  package init(onRead: @escaping @Sendable (_ bytes: Int) -> Void) { self.onRead = onRead }

  /// Counts bytes that have been read.
  func add(_ bytes: Int) {
    onRead(
      count.withLock {
        $0 += bytes
        return $0
      })
  }
}
