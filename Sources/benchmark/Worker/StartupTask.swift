import Benchmarking
import Foundation

/// From the start of a process to its first line of output.
final class StartupTask: WorkerTask {
  private let command: [String]

  init(_ work: Work) { command = work.command }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: command.first ?? "")
    process.arguments = Array(command.dropFirst())
    process.standardOutput = output
    let (duration, first) = try timed {
      try process.run()
      return output.fileHandleForReading.availableData
    }
    _ = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    if first.isEmpty || process.terminationStatus != 0 {
      throw NotMeasured(description: "the command ended with exit code \(process.terminationStatus)")
    }
    var reply = PeerReply(duration, amount: 1)
    reply.peakBytes = PeakMemory.children()
    return reply
  }
}
