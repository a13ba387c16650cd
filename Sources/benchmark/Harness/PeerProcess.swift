import Benchmarking
import Foundation

/// A contestant's process: a line goes in, a line comes out.
final class PeerProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var received = Data()

  /// Seconds that a single answer may take; compiling a model can take most of it.
  private static let patience = 1800

  /// - Throws: where the program can't be started.
  init(_ launch: Launch, isVerbose: Bool) throws {
    process.executableURL = URL(fileURLWithPath: launch.executable)
    process.arguments = launch.arguments
    process.environment = launch.variables
    process.standardInput = input
    process.standardOutput = output
    if !isVerbose { process.standardError = FileHandle.nullDevice }
    try process.run()
  }

  deinit { end() }

  /// Sends a message and waits for its answer; what goes wrong is an answer as well.
  func ask(_ request: PeerRequest) -> PeerReply {
    do {
      try input.fileHandleForWriting.write(contentsOf: MessageLine.encode(request))
      return try MessageLine.decode(PeerReply.self, try line())
    } catch let error as NotMeasured {
      end()
      return .unavailable(error.description)
    } catch {
      end()
      return .unavailable("its answer could not be read")
    }
  }

  /// Closes the pipe, which ends the process, and waits for it; one that goes on is ended.
  func end() {
    try? input.fileHandleForWriting.close()
    guard process.isRunning else { return }
    let deadline = ContinuousClock.now + .seconds(20)
    while process.isRunning, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  /// The next line, without its newline.
  private func line() throws -> Data {
    let descriptor = output.fileHandleForReading.fileDescriptor
    let deadline = ContinuousClock.now + .seconds(Self.patience)
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let line = received[received.startIndex..<end]
        received = Data(received[received.index(after: end)...])
        return Data(line)
      }
      let left = (deadline - ContinuousClock.now) / .milliseconds(1)
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard left > 0, Foundation.poll(&poll, 1, Int32(min(left, 1e9))) > 0 else {
        process.terminate()
        throw NotMeasured(description: "no answer in \(Self.patience) s")
      }
      let part = output.fileHandleForReading.availableData
      if part.isEmpty { throw NotMeasured(description: ending()) }
      received.append(part)
    }
  }

  private func ending() -> String {
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
      ? "ended by signal \(process.terminationStatus)" : "ended with exit code \(process.terminationStatus)"
  }
}
