import Diagnostics
import JSON
import Storage

/// `MANIFEST.json`: what a complete checkpoint folder holds, written last.
package struct CheckpointManifest: Codable, Hashable, Sendable {
  /// One file of the folder.
  package struct File: Codable, Hashable, Sendable {
    /// The path relative to the folder.
    package var path: String
    /// The SHA-256 of its bytes in lower-case hexadecimal digits.
    package var sha256: String
    /// The size in bytes.
    package var size: Int
  }

  /// The manifest's own name.
  package static let fileName = "MANIFEST.json"
  /// The version that is written, and the only one that is read.
  package static let version = 1

  /// The files in the order of their paths' bytes; the manifest itself is not among them.
  package var files: [File]
  /// The version of this layout.
  package var formatVersion: Int
  /// Optimizer steps done.
  package var step: Int

  /// Describes the files that a folder holds now.
  /// - Throws: `FileError`.
  init(describing folder: String, step: Int) throws {
    formatVersion = Self.version
    self.step = step
    files = try FileSystem.files(below: folder).filter { $0 != Self.fileName }.map { path in
      let (sha256, size) = try ChunkedFile.hash("\(folder)/\(path)", what: "checkpoint's file")
      return File(path: path, sha256: sha256, size: size)
    }
  }

  /// Reads a folder's manifest and checks it for itself, not against the files.
  /// - Throws: `FileError`, `JSONError`, `CheckpointError`.
  package init(reading folder: String) throws {
    let path = "\(folder)/\(Self.fileName)"
    try InputFile.requireDirectory(folder, what: "checkpoint")
    if FileStatus(path, followingLinks: true) == nil { throw CheckpointError(folder, .noManifest) }
    let object = try JSONDocument.read(path, what: "manifest").object()
    formatVersion = try object.required("formatVersion").integer()
    if formatVersion != Self.version {
      throw CheckpointError(folder, file: Self.fileName, .otherVersion(formatVersion))
    }
    let stepField = try object.required("step")
    step = try stepField.integer()
    if step < 0 { throw stepField.invalid(step, mustBe: "at least 0") }
    files = try object.required("files").array().map { try Self.file($0, folder) }
    var previous: Set<String> = []
    for file in files where !previous.insert(file.path).inserted {
      throw CheckpointError(folder, file: Self.fileName, .badFileName(file.path))
    }
  }

  private static func file(_ field: JSONField, _ folder: String) throws -> File {
    let object = try field.object()
    let path = try object.required("path").string()
    // A manifest is data: it must not lead out of its folder.
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if path == fileName || path.contains("\0") || parts.contains(where: { ["", ".", ".."].contains($0) }) {
      throw CheckpointError(folder, file: fileName, .badFileName(path))
    }
    let sha256 = try object.required("sha256").string()
    let digits = Set("0123456789abcdef".utf8)
    if sha256.utf8.count != 64 || !sha256.utf8.allSatisfy(digits.contains) {
      throw CheckpointError(folder, file: fileName, .badHash(sha256))
    }
    let sizeField = try object.required("size")
    let size = try sizeField.integer()
    if size < 0 { throw sizeField.invalid(size, mustBe: "at least 0") }
    return File(path: path, sha256: sha256, size: size)
  }
}

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
