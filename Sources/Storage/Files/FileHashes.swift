import Diagnostics
import Foundation

/// The folder of a cache as the place where hashes of files are remembered from run to run.
package struct HashCache: Sendable {
  /// The cache's folder.
  package let folder: String
  /// Whether nothing is written there.
  package let isReadOnly: Bool

  /// A cache.
  package init(folder: String, isReadOnly: Bool = false) {
    (self.folder, self.isReadOnly) = (folder, isReadOnly)
  }

  /// The hashes of a file, or of files in a folder. Each path has a table of its own, so that processes that
  /// work on other data do not write over it.
  package func hashes(of path: String) -> FileHashes {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    let name = ContentHash.of(Data(absolute.utf8)).prefix(32)
    return FileHashes(table: "\(folder)/hashes/\(name).json", isKept: !isReadOnly)
  }
}

/// SHA-256 of files, remembered from run to run by the files' identities, so that an unchanged file is read
/// only once.
package final class FileHashes: @unchecked Sendable {
  private struct Entry: Codable {
    let identity: FileIdentity
    let sha256: String
  }

  private let table: String?
  private let isKept: Bool
  private let now: @Sendable () -> Int
  private let lock = NSLock()
  private var entries: [String: Entry] = [:]
  private var isChanged = false

  /// The hashes that the file `table` remembers; one that is missing or damaged remembers none, and `nil`
  /// remembers only as long as this object lives.
  /// - Parameters:
  ///   - isKept: whether `save` writes anything.
  ///   - now: the time in nanoseconds since 1970.
  package init(
    table: String?, isKept: Bool = true, now: @escaping @Sendable () -> Int = { FileIdentity.now }
  ) {
    self.table = table
    self.isKept = isKept
    self.now = now
    guard let table, let data = FileManager.default.contents(atPath: table) else { return }
    entries = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }

  /// The file's SHA-256 in lower-case hexadecimal digits.
  /// - Throws: `FileError`.
  package func sha256(of path: String, what: String) throws -> String {
    let key = URL(fileURLWithPath: path).standardizedFileURL.path
    let identity = FileIdentity(path)
    if let identity, let known = lock.withLock({ entries[key] }), known.identity == identity {
      return known.sha256
    }
    let sha256 = try ChunkedFile.hash(path, what: what).sha256
    // A file that changes while it is read, or right after, must not be taken for what was read.
    if let identity, identity.isSettled(at: now()), FileIdentity(path) == identity {
      lock.withLock {
        entries[key] = Entry(identity: identity, sha256: sha256)
        isChanged = true
      }
    }
    return sha256
  }

  /// Writes the table for later runs, where anything is new. A table that cannot be written costs only time.
  package func save() {
    lock.withLock {
      guard isChanged, isKept, let table else { return }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      guard let data = try? encoder.encode(entries) else { return }
      do {
        try FileSystem.standard.createFolders(URL(fileURLWithPath: table).deletingLastPathComponent().path)
        try Draft.write(data, to: table)
        isChanged = false
      } catch {
        return
      }
    }
  }
}
