import Diagnostics
import Foundation
import Storage

/// The right to write to a run's folder, which one process has at a time.
///
/// It is a lock of the system on the file `LOCK`: the system releases that of a process that ends, however it
/// ends, so that a run that was killed can be resumed at once. The file is removed at a regular end.
package final class RunLock {
  private let lock: FileLock
  private let folder: RunFolder

  /// Takes the lock of the run in `folder`, which must be there.
  /// - Throws: `RunFolderError.inUse` where another process has it, `FileError.refused`.
  package init(_ folder: RunFolder) throws {
    self.folder = folder
    guard let lock = try FileLock.attempt(folder.lockFile) else {
      throw RunFolderError.inUse(path: folder.path, holder: Self.holder(folder))
    }
    self.lock = lock
    lock.describe("process \(getpid()) on \(Self.hostName)\n")
  }

  deinit { remove(from: folder) }

  /// Removes the file of a lock whose folder has been renamed.
  package func remove(from folder: RunFolder) {
    if lock.isInPlace(folder.lockFile) { unlink(folder.lockFile) }
  }

  /// Checks that the folder is still where the run writes.
  /// - Throws: `RunFolderError.vanished` where it has been removed, renamed or replaced.
  package func check() throws(RunFolderError) {
    if !lock.isInPlace(folder.lockFile) { throw .vanished(path: folder.path) }
  }

  /// The machine's own name; `ProcessInfo` may ask the network for it.
  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "this machine" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Who holds the lock, as it says itself; `nil` where it has not yet said so.
  private static func holder(_ folder: RunFolder) -> String? {
    guard let data = FileManager.default.contents(atPath: folder.lockFile),
      let text = String(validating: data.prefix(300), as: UTF8.self)
    else { return nil }
    let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return line.isEmpty || line.contains("\n") ? nil : line
  }
}
