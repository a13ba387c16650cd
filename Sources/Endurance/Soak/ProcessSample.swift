import Foundation

/// What a process holds at a moment, as Linux tells it below `/proc`.
package struct ProcessSample: Sendable, Equatable {
  /// The last step that it has logged.
  package var step: Int
  /// Its memory, in kibibytes.
  package var residentKibibytes: Int
  /// Its open files.
  package var openFiles: Int

  /// The sample of a process; `nil` where there is none such, or nothing is told.
  init?(of process: Int32, step: Int) {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let size = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }),
      let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
    else { return nil }
    self.step = step
    residentKibibytes = size
    openFiles = files.count
  }
}
