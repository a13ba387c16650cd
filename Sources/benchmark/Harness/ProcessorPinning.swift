import Benchmarking
import Foundation

/// Keeps processes on as many cores as there are threads.
struct ProcessorPinning {
  /// Threads to work with.
  let threads: Int
  private let cores: CoreList?

  private static let taskset = "/usr/bin/taskset"

  /// - Parameter threads: `nil` for one on each core that this process may use.
  init(threads: Int?) {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    let allowed = line.flatMap { $0.split(whereSeparator: \.isWhitespace).last }.flatMap {
      CoreList(String($0))
    }
    self.threads = threads ?? allowed?.cores.count ?? ProcessInfo.processInfo.activeProcessorCount
    cores = FileManager.default.isExecutableFile(atPath: Self.taskset) ? allowed?.prefix(self.threads) : nil
  }

  /// What the machine's description says.
  var description: String {
    cores.map { "\(threads), every process pinned to cores \($0)" } ?? "\(threads), processes not pinned"
  }

  /// The same program, pinned to one of the cores where the system can.
  /// - Parameter index: which of the cores, counted from 0.
  func pin(_ launch: Launch, toCore index: Int) -> Launch {
    guard let cores, cores.cores.indices.contains(index) else { return launch }
    return Launch(
      executable: Self.taskset,
      arguments: ["-c", "\(cores.cores[index])", launch.executable] + launch.arguments,
      variables: launch.variables)
  }

  /// The same program, pinned where the system can.
  func pin(_ launch: Launch) -> Launch {
    guard let cores else { return launch }
    return Launch(
      executable: Self.taskset, arguments: ["-c", "\(cores)", launch.executable] + launch.arguments,
      variables: launch.variables)
  }
}
