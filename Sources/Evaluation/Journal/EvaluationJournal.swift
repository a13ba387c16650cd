import Diagnostics
import Foundation
import Storage

/// The answers that an evaluation has so far, in a file, so that one that was interrupted goes on where it
/// was.
///
/// Requests are named by texts; what decides all answers alike, such as the weights, is in the journal's
/// identity. A line of the file is a checksum, which goes on from the line before, and a key with its answer
/// as JSON; the first line holds the identity. What was torn by the end of a process, or has been changed,
/// ends the part that counts. A journal saves time and no more: without it, the same answers are found again.
package final class EvaluationJournal {
  /// What was found where the journal is kept.
  package enum Opening: Sendable, Equatable {
    /// Nothing.
    case new
    /// So many answers of the same evaluation.
    case continued(answers: Int)
    /// So many answers, and behind them something that is damaged and does not count.
    case damaged(answers: Int)
    /// The journal of another evaluation, of which nothing counts.
    case foreign
  }

  /// The file's path.
  package let path: String
  /// What was found at first.
  package let opening: Opening
  private let fileSystem: FileSystem
  private var answers: [String: String]
  private var file: GrowingFile?
  /// The bytes that count, and the checksum of the last line among them.
  private var length: Int
  private var chain: UInt64
  private let identity: String

  private static let title = "flan-train evaluation journal 1"

  /// Reads the journal at `path`; nothing is written before there is an answer to keep.
  /// - Parameter identity: what decides the answers besides their keys.
  /// - Throws: `FileError` where there is a file that cannot be read.
  package init(at path: String, identity: String, fileSystem: FileSystem = .standard) throws {
    self.path = path
    self.identity = identity
    self.fileSystem = fileSystem
    guard FileStatus(path, followingLinks: true)?.kind == .file else {
      (answers, length, chain, opening) = ([:], 0, 0, .new)
      return
    }
    let data = try InputFile.read(path, what: "evaluation journal")
    var lines = JournalLines(data)
    guard let first = lines.next(), first.key == Self.title else {
      (answers, length, chain, opening) = ([:], 0, 0, .damaged(answers: 0))
      return
    }
    if first.value != identity {
      (answers, length, chain, opening) = ([:], 0, 0, .foreign)
      return
    }
    var found: [String: String] = [:]
    while let line = lines.next() { found[line.key] = line.value }
    (answers, length, chain) = (found, lines.length, lines.chain)
    opening = lines.length < data.count ? .damaged(answers: found.count) : .continued(answers: found.count)
  }

  /// A journal that keeps no file, of a process that shares an evaluation with the one that does.
  /// - Parameter answers: what the other has.
  package init(sharing answers: [String: String]) {
    (path, identity, fileSystem, self.answers) = ("", "", .standard, answers)
    (length, chain, opening) = (0, 0, .new)
  }

  /// All answers so far.
  package var allAnswers: [String: String] { answers }

  /// The answer that is kept for a request.
  package subscript(key: String) -> String? { answers[key] }

  /// Keeps answers: they are handed to the system before the call returns.
  /// - Throws: `FileError`.
  package func keep(_ new: [(key: String, value: String)]) throws {
    for (key, value) in new { answers[key] = value }
    if new.isEmpty || path.isEmpty { return }
    var text: [UInt8] = []
    if length == 0 { text += try JournalLines.line(Self.title, identity, after: &chain) }
    for (key, value) in new { text += try JournalLines.line(key, value, after: &chain) }
    let file = try self.file ?? open()
    self.file = file
    try file.append(text)
    length += text.count
  }

  /// Makes the file's folder as well, but none above it: a run whose folder has vanished must not make a new
  /// one.
  private func open() throws(FileError) -> GrowingFile {
    if let slash = path.lastIndex(of: "/"), FileStatus(String(path[..<slash]), followingLinks: true) == nil {
      try fileSystem.createFolder(String(path[..<slash]))
    }
    return try GrowingFile(path, keeping: length, fileSystem: fileSystem)
  }
}
