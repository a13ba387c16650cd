import Diagnostics
import Foundation
import Storage

/// A file with a compiled program: a line that says what it is, a line of JSON with the program's identity, and the bytes that the plug-in
/// gave.
package enum ExecutableFile {
  private static let title = "flan-train compiled program 1"

  /// The second line.
  private struct Head: Codable {
    let identity: ExecutableIdentity
    let byteCount: Int
    let sha256: String
  }

  /// Writes a compiled program in place of what may be at the path.
  /// - Parameter code: what the plug-in gave for it (`PJRTProgram.serialized`).
  /// - Returns: SHA-256 of the code.
  /// - Throws: `FileError.refused`.
  @discardableResult
  package static func write(
    _ code: [UInt8], _ identity: ExecutableIdentity, to path: String
  ) throws -> String {
    let head = Head(identity: identity, byteCount: code.count, sha256: ContentHash.of(Data(code)))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try Draft.write(
      Array("\(title)\n".utf8) + Array(try encoder.encode(head)) + Array("\n".utf8) + code, to: path)
    return head.sha256
  }

  /// The plug-in's bytes for the program of this identity, and their SHA-256.
  /// - Throws: `FileError`, `ExecutableFileError`.
  package static func read(
    _ path: String, _ identity: ExecutableIdentity
  ) throws -> (code: [UInt8], sha256: String) {
    var rest = try InputFile.read(path, what: "compiled program", memoryMapped: true)[...]
    let head = try head(&rest, path)
    let differences = identity.differences(from: head.identity)
    if !differences.isEmpty { throw ExecutableFileError(path, .other(differences)) }
    if rest.count != head.byteCount {
      throw ExecutableFileError(path, .damaged("it has \(rest.count) of \(head.byteCount) bytes"))
    }
    if ContentHash.of(Data(rest)) != head.sha256 {
      throw ExecutableFileError(path, .damaged("its bytes have changed"))
    }
    return (Array(rest), head.sha256)
  }

  /// What the program of a file was compiled from and for.
  /// - Throws: `FileError`, `ExecutableFileError`.
  static func identity(_ path: String) throws -> ExecutableIdentity {
    var rest = try InputFile.read(path, what: "compiled program", memoryMapped: true)[...]
    return try head(&rest, path).identity
  }

  /// The first two lines, which are passed over.
  private static func head(_ rest: inout Data, _ path: String) throws -> Head {
    guard let first = line(&rest), first == Data(title.utf8) else {
      throw ExecutableFileError(path, .foreign)
    }
    guard let second = line(&rest), let head = try? JSONDecoder().decode(Head.self, from: second) else {
      throw ExecutableFileError(path, .damaged("its second line does not say what it is"))
    }
    return head
  }

  /// The bytes up to the next newline, which is passed over; `nil` where none comes soon.
  private static func line(_ rest: inout Data) -> Data? {
    guard let end = rest.prefix(65_536).firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return Data(rest[..<end])
  }
}

/// Why a file's compiled program cannot be run.
package struct ExecutableFileError: UserError, Equatable {
  /// What is wrong with the file.
  package enum Reason: Sendable, Equatable {
    /// This program did not write it.
    case foreign
    /// It is not as it was written.
    case damaged(String)
    /// What it holds was compiled from or for something else.
    case other([String])
  }

  /// The file.
  package let path: String
  /// What is wrong with it.
  package let reason: Reason

  /// A fault of the file at `path`.
  package init(_ path: String, _ reason: Reason) { (self.path, self.reason) = (path, reason) }

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .data }

  /// The file.
  package var location: SourceLocation? { SourceLocation(file: path) }

  /// What is wrong.
  package var problem: String {
    switch reason {
    case .foreign: "is no compiled program of this program's"
    case .damaged(let what): "is damaged: \(what)"
    case .other(let differences): "was compiled for " + differences.joined(separator: ", ")
    }
  }

  /// What to do about it.
  package var nextStep: String? { "Remove it: the program is then compiled anew." }
}
