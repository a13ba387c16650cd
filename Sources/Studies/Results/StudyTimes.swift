import Diagnostics
import Foundation
import JSON
import Storage

/// How long the processes of a study have worked, kept in its folder: a study that was stopped and goes on
/// adds to it.
package struct StudyTimes: Sendable, Equatable, Codable {
  /// Seconds on the clock, by run.
  package var wall: [String: Double] = [:]
  /// Seconds that processors worked, by run.
  package var processor: [String: Double] = [:]
  /// Seconds on the clock in which runs were made, several at once; `nil` where that was not kept.
  package var whole: Double?

  /// What the seconds of a study are called among those of its runs, whose names have a slash.
  package static let study = "study"

  /// No time yet.
  package init() {}

  /// The times that a study's folder tells.
  /// - Throws: `FileError`, `StudyError.damaged`.
  package init(of folder: StudyFolder) throws {
    if !FolderChain.isFile(folder.timesFile) { return }
    let data = try InputFile.read(folder.timesFile, what: "times of a study")
    for line in data.split(separator: UInt8(ascii: "\n")) {
      // A process that was killed may have left half a line.
      guard let time = try? EventCoding.decode(StudyRunner.Time.self, from: Data(line)) else { continue }
      if time.run == Self.study {
        whole = (whole ?? 0) + time.wall
        continue
      }
      wall[time.run, default: 0] += time.wall
      processor[time.run, default: 0] += time.processor
    }
  }

  /// Adds what a process took to a study's folder.
  /// - Throws: `FileError.refused`.
  package static func add(_ time: StudyRunner.Time, to folder: StudyFolder) throws {
    let line = try EventCoding.line(time) + Data([0x0A])
    let old =
      FolderChain.isFile(folder.timesFile)
      ? try InputFile.read(folder.timesFile, what: "times of a study") : Data()
    try Draft.write(old + line, to: folder.timesFile)
  }
}
