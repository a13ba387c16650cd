import Foundation

/// The cores that a process may run on, by which `taskset`, schedulers and containers divide a machine. `ProcessInfo` counts all
/// that are online instead.
package struct ProcessorSet {
  /// How many there are, at least one.
  package let count: Int

  /// The set of this process, as Linux tells it; `nil` where that is not known.
  package static var own: ProcessorSet? {
    (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)).flatMap(ProcessorSet.init)
  }

  /// - Parameter status: what `/proc/PID/status` says; the set is a line `Cpus_allowed_list:` of numbers and ranges, such as
  ///   `0-3,8`. `nil` without such a line, and where it cannot be read.
  package init?(_ status: String) {
    let name = "Cpus_allowed_list:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
    var count = 0
    for part in line.dropFirst(name.count).split(separator: ",") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last,
        last < 1 << 20
      else { return nil }
      count += last - first + 1
    }
    guard count > 0 else { return nil }
    self.count = count
  }
}
