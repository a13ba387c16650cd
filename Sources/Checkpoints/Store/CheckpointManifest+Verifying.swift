import Diagnostics
import Storage

/// How closely a checkpoint is looked at.
package enum CheckpointVerification: Sendable {
  /// Every file is there with its size.
  case sizes
  /// Every file has its bytes, too: all of it is read.
  case hashes
}

extension CheckpointManifest {
  /// Checks a folder's files against its manifest; files that the manifest does not name may be there.
  /// - Returns: the manifest.
  /// - Throws: `FileError`, `JSONError`, `CheckpointError` for the first file that is wrong.
  @discardableResult
  package static func verify(
    _ folder: String, _ verification: CheckpointVerification = .hashes
  ) throws -> CheckpointManifest {
    let manifest = try CheckpointManifest(reading: folder)
    // Sizes first: they cost nothing, and tell a truncated file from a changed one.
    for file in manifest.files {
      guard let status = FileStatus("\(folder)/\(file.path)", followingLinks: true), status.kind == .file
      else {
        throw CheckpointError(folder, file: file.path, .missingFile)
      }
      if status.size != file.size {
        throw CheckpointError(folder, file: file.path, .wrongSize(expected: file.size, found: status.size))
      }
    }
    guard verification == .hashes else { return manifest }
    for file in manifest.files {
      let found = try ChunkedFile.hash("\(folder)/\(file.path)", what: "checkpoint's file").sha256
      if found != file.sha256 {
        throw CheckpointError(folder, file: file.path, .wrongHash(expected: file.sha256, found: found))
      }
    }
    return manifest
  }
}
