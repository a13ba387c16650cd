import Diagnostics
import Foundation
import JSON

/// A line of the quick start's board: how long one commit took on one machine to reach fixed scores. They are
/// written by `Scripts/speedrun`, one JSON object to a line.
package struct SpeedrunEntry: Sendable, Codable, Equatable {
  /// A score that is to be reached.
  package struct Target: Sendable, Codable, Equatable {
    /// The score, as metrics files name it: `heldOutInstances/normalized`.
    package let metric: String
    /// The value that is to be reached.
    package let threshold: Double
    /// Seconds of steps and evaluations up to the first evaluation that reached it; `nil` where none did.
    package let seconds: Double?
    /// The step of that evaluation.
    package let step: Int?
    /// The value of the last evaluation.
    package let last: Double
  }

  /// The commit, with `-dirty` where files were changed.
  package let commit: String
  /// The day: `2026-11-29`.
  package let day: String
  /// The processor, as the run's passport names it.
  package let processor: String
  /// Threads.
  package let threads: Int
  /// Seconds of all steps and evaluations.
  package let seconds: Double
  /// The scores.
  package let targets: [Target]

  /// The entries of a board, in the file's order.
  /// - Throws: `FileError`; `StudyError.badBoard` with the line.
  package static func board(_ path: String) throws -> [SpeedrunEntry] {
    let data = try InputFile.read(path, what: "board")
    return try data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .compactMap { index, line -> SpeedrunEntry? in
        if line.isEmpty { return nil }
        do {
          return try EventCoding.decode(SpeedrunEntry.self, from: Data(line))
        } catch is DecodingError {
          throw StudyError.badBoard(path: path, line: index + 1)
        }
      }
  }
}
