import Commands
import Crypto
import Foundation
import Storage

/// What is kept of a command that has run, beside what it wrote.
package struct CommandRecord: Sendable, Codable, Equatable {
  /// The program and its arguments.
  package var command: [String]
  /// The folder that it ran in.
  package var folder: String
  /// Its exit code; only what ended with 0 is kept.
  package var exitCode: Int32
  /// The end of what it said on standard error.
  package var standardError: String
  /// The size of what it wrote.
  package var bytes: Int
  /// The lines of what it wrote.
  package var lines: Int
  /// SHA-256 of what it wrote.
  package var sha256: String
  /// When it ended.
  package var ended: Date
  /// How long it ran.
  package var seconds: Double

  /// The record in the file at `path`; `nil` where there is none that can be read.
  init?(_ path: String) {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let data = FileManager.default.contents(atPath: path),
      let record = try? decoder.decode(CommandRecord.self, from: data)
    else { return nil }
    self = record
  }

  init(_ command: ExternalCommand, folder: String, _ result: CommandRun.Result, _ output: OutputSummary) {
    self.command = command.arguments
    self.folder = folder
    exitCode = 0
    standardError = result.standardError
    (bytes, lines, sha256) = (output.bytes, output.lines, output.sha256)
    // The file has whole seconds.
    ended = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    seconds = result.seconds
  }

  /// The record as it is written.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// When the command ended, in words.
  package var date: String { ended.formatted(.iso8601) }
}

/// Counts and hashes what a command writes while it is written.
struct OutputSummary {
  private(set) var bytes = 0
  private(set) var lines = 0
  private var hasher = SHA256()
  private var endsLine = true

  mutating func add(_ piece: UnsafeRawBufferPointer) {
    guard let last = piece.last else { return }
    bytes += piece.count
    lines += piece.count { $0 == 0x0A }
    endsLine = last == 0x0A
    hasher.update(bufferPointer: piece)
  }

  /// Counts a last line without an end as well.
  mutating func finish() { if !endsLine { lines += 1 } }

  var sha256: String { Hexadecimal.text(hasher.finalize()) }
}
