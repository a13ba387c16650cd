import Diagnostics
import Foundation
import Storage

/// A compiled program that a cache has given, and where it lies.
package struct KeptExecutable {
  /// The program.
  package let executable: PJRTExecutable
  /// What it was compiled from and for.
  package let identity: ExecutableIdentity
  /// Whether a file had it, so that nothing was compiled.
  package let isRead: Bool
  /// A file that has it; `nil` where it could not be written.
  package private(set) var file: String?
  /// SHA-256 of the compiled code, as that file has it.
  private var sha256: String?
  /// What is to be told: that a file was damaged, or could not be written.
  package private(set) var notes: [String]

  /// A program that was read from a file, or compiled where there is none.
  init(
    _ executable: PJRTExecutable, _ identity: ExecutableIdentity,
    from source: (file: String, sha256: String)? = nil, notes: [String] = []
  ) {
    (self.executable, self.identity, self.notes) = (executable, identity, notes)
    (file, sha256, isRead) = (source?.file, source?.sha256, source != nil)
  }

  /// SHA-256 of the compiled code, as its file has it.
  /// - Throws: `PJRTError` where there is no file, and the plug-in cannot write its program.
  package func contentHash() throws(PJRTError) -> String {
    if let sha256 { return sha256 }
    return ContentHash.of(Data(try executable.program.serialized()))
  }

  /// Writes the program to a cache, where that does not have it: as the bytes of its file, since a plug-in need not
  /// write the same ones twice. What keeps it from that is added to the notes.
  package mutating func keep(in cache: ExecutableCache) {
    let path = cache.path(of: identity)
    do {
      if let file, file == path || (try? ExecutableFile.read(path, identity)) != nil { return }
      let known = file.flatMap { try? ExecutableFile.read($0, identity).code }
      try FileSystem.standard.createFolders(cache.folder)
      sha256 = try ExecutableFile.write(
        known ?? executable.program.serialized(), identity, to: path)
      if known == nil { file = path }
    } catch {
      notes.append("The compiled program is not kept: \(ExecutableCache.sentence(error))")
    }
  }
}
