import Foundation

/// Processes that keep cores busy, until `end` or the harness's own end.
final class Spinners {
  private var processes: [(process: Process, input: Pipe)] = []

  /// Seconds after which the system's scheduler has seen that they never rest.
  private static let warmUp = 0.3

  /// Starts all that can be started, and lets them spin for a moment.
  init(_ launches: [Launch]) {
    for launch in launches {
      let (process, input) = (Process(), Pipe())
      process.executableURL = URL(fileURLWithPath: launch.executable)
      process.arguments = launch.arguments
      process.environment = launch.variables
      process.standardInput = input
      if (try? process.run()) != nil { processes.append((process, input)) }
    }
    Thread.sleep(forTimeInterval: Self.warmUp)
  }

  deinit { end() }

  /// How many spin.
  var count: Int { processes.count { $0.process.isRunning } }

  /// Ends them and waits for it.
  func end() {
    for (process, input) in processes {
      try? input.fileHandleForWriting.close()
      if process.isRunning { process.terminate() }
      process.waitUntilExit()
    }
    processes = []
  }
}
