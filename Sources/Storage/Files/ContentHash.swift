import Crypto
import Diagnostics
import Foundation

/// SHA-256 of files and folders, for the run's passport.
package enum ContentHash {
  /// The hash of `data`, in lower-case hexadecimal.
  package static func of(_ data: Data) -> String { Hexadecimal.text(SHA256.hash(data: data)) }

  /// The hash of the file at `path`, read a mebibyte at a time.
  /// - Throws: `FileError`.
  package static func ofFile(_ path: String, what: String) throws -> String {
    // A folder may hold pointers of git-lfs to files that nobody reads.
    try InputFile.requireFile(path, what: what, acceptsPointer: true)
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      var hash = SHA256()
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
      return Hexadecimal.text(hash.finalize())
    } catch {
      throw FileError.refused(path: path, operation: "read the \(what)", reason: error.localizedDescription)
    }
  }

  /// The hash of a file, or of a folder: the hash over the sorted lines `hash  name` of all files in it, with
  /// their paths below the folder; hidden files do not count.
  /// - Throws: `FileError`.
  package static func of(path: String, what: String) throws -> String {
    try of(path: path, what: what, remembered: nil)
  }

  /// The same, with the hashes of files that have not changed since taken from where they are remembered.
  /// - Throws: `FileError`.
  package static func of(path: String, what: String, remembered: FileHashes?) throws -> String {
    defer { remembered?.save() }
    let hash = { (file: String) in
      try remembered?.sha256(of: file, what: what) ?? ofFile(file, what: what)
    }
    if !FolderChain.isFolder(path) { return try hash(path) }
    var lines = ""
    for name in try files(below: path, prefix: "", what: what) {
      lines += "\(try hash("\(path)/\(name)"))  \(name)\n"
    }
    return of(Data(lines.utf8))
  }

  private static func files(below folder: String, prefix: String, what: String) throws -> [String] {
    var result: [String] = []
    for name in try InputFile.names(in: folder, what: what) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      if FolderChain.isFolder(path) {
        // A link to a folder could lead back up; only real folders are entered.
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
        if !isLink { result += try files(below: path, prefix: "\(prefix)\(name)/", what: what) }
      } else {
        result.append(prefix + name)
      }
    }
    return result
  }
}
