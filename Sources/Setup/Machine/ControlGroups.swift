import Foundation

/// The limits of the control groups (cgroups) that a process is in, by which containers and schedulers divide
/// a machine.
///
/// Both versions of the Linux kernel's files are read (its documentation: admin-guide/cgroup-v1 and
/// cgroup-v2). A group's limit holds for those in it; in a container the files may show its own group as the
/// root.
package struct ControlGroups {
  /// The least limit of memory, in bytes; `nil` where there is none.
  package private(set) var memory: Int?
  /// The least quota of processor time, in processors; `nil` where there is none.
  package private(set) var processors: Double?

  /// The limits of the groups of this process.
  package static var own: ControlGroups {
    let memberships = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)
    return ControlGroups(memberships ?? "", mount: "/sys/fs/cgroup")
  }

  /// - Parameters:
  ///   - memberships: what `/proc/PID/cgroup` says, lines of `number:controllers:path`.
  ///   - mount: the folder of the groups.
  package init(_ memberships: String, mount: String) {
    for line in memberships.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3 else { continue }
      for folder in Self.mounts(of: fields[1], in: mount).flatMap({ Self.folders(fields[2], in: $0) }) {
        readLimits(folder)
      }
    }
  }

  /// The folders of a hierarchy's groups: in version 2, which names no controllers, one for all; in version 1
  /// with the names of all controllers that are together, or of each alone. None where they limit neither
  /// memory nor processors.
  private static func mounts(of names: String, in mount: String) -> [String] {
    if names.isEmpty { return [mount] }
    let controllers = names.split(separator: ",").map(String.init)
    if !controllers.contains("memory"), !controllers.contains("cpu") { return [] }
    return Set(controllers + [names]).map { "\(mount)/\($0)" }
  }

  /// Takes the limits of one group, in the files of either version.
  private mutating func readLimits(_ folder: String) {
    for name in ["memory.max", "memory.limit_in_bytes"] {
      limitMemory(Self.numbers("\(folder)/\(name)").first)
    }
    let both = Self.numbers("\(folder)/cpu.max")
    if both.count == 2 { limitProcessors(quota: both[0], period: both[1]) }
    limitProcessors(
      quota: Self.numbers("\(folder)/cpu.cfs_quota_us").first,
      period: Self.numbers("\(folder)/cpu.cfs_period_us").first)
  }

  private mutating func limitMemory(_ bytes: Int?) {
    guard let bytes, bytes > 0 else { return }
    memory = min(memory ?? bytes, bytes)
  }

  private mutating func limitProcessors(quota: Int?, period: Int?) {
    guard let quota, let period, quota > 0, period > 0 else { return }
    let share = Double(quota) / Double(period)
    processors = min(processors ?? share, share)
  }

  /// A group's folder and those above it, up to the mount.
  private static func folders(_ path: String, in mount: String) -> [String] {
    var parts = path.split(separator: "/").filter { $0 != ".." }
    var folders = [mount]
    while !parts.isEmpty {
      folders.append(mount + "/" + parts.joined(separator: "/"))
      parts.removeLast()
    }
    return folders
  }

  /// The whole numbers at the beginning of a file; none where it begins with `max`, or is not there.
  private static func numbers(_ path: String) -> [Int] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var numbers: [Int] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      guard let number = Int(word) else { break }
      numbers.append(number)
    }
    return numbers
  }
}

/// The cores that a process may run on, by which `taskset`, schedulers and containers divide a machine.
/// `ProcessInfo` counts all that are online instead.
package struct ProcessorSet {
  /// How many there are, at least one.
  package let count: Int

  /// The set of this process, as Linux tells it; `nil` where that is not known.
  package static var own: ProcessorSet? {
    (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)).flatMap(ProcessorSet.init)
  }

  /// - Parameter status: what `/proc/PID/status` says; the set is a line `Cpus_allowed_list:` of numbers and
  ///   ranges, such as `0-3,8`. `nil` without such a line, and where it cannot be read.
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
