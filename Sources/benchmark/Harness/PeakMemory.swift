import Foundation

/// The most memory that processes have had.
enum PeakMemory {
  /// Of this process, in bytes.
  static func own() -> Int? {
    #if os(Linux)
      // Linux hands `ru_maxrss` down to children; the high-water mark is a process's own.
      guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
      else { return nil }
      return kilobytes * 1024
    #else
      return resident(RUSAGE_SELF)
    #endif
  }

  /// Of any process that this one has started and waited for, in bytes.
  static func children() -> Int? {
    #if os(Linux)
      return resident(RUSAGE_CHILDREN.rawValue).map { $0 * 1024 }
    #else
      return resident(RUSAGE_CHILDREN)
    #endif
  }

  private static func resident(_ who: Int32) -> Int? {
    var usage = rusage()
    #if os(Linux)
      let status = getrusage(who, &usage)
    #else
      let status = getrusage(who, &usage)
    #endif
    return status == 0 ? usage.ru_maxrss : nil
  }
}
