import Diagnostics
import Foundation
import Subprocess
import Synchronization

/// Runs commands to their end.
///
/// A command reads nothing, has the environment of this program, and belongs to its group of processes, so
/// that Ctrl-C on a terminal reaches both.
package struct CommandRun: Sendable {
  /// How a command ended, and what it said.
  package struct Result: Sendable, Equatable {
    /// How it ended.
    package let ending: CommandEnding
    /// The last of what it wrote to standard error, at most `CommandRun.keptErrorBytes`.
    package let standardError: String
    /// How long it ran, in seconds.
    package let seconds: Double

    /// The last lines that it wrote to standard error, for a message.
    package var lastWords: [String] {
      standardError.split(whereSeparator: \.isNewline).suffix(10).map { String($0.prefix(400)) }
    }
  }

  /// How much of standard error is kept, its end: 64 KiB.
  package static let keptErrorBytes = 64 << 10

  /// What is run.
  package let command: ExternalCommand
  /// The working directory.
  package let folder: String
  /// The setting that names the command, for messages.
  package let location: SourceLocation?

  /// A run of `command` in `folder`.
  package init(_ command: ExternalCommand, in folder: String, at location: SourceLocation? = nil) {
    self.command = command
    self.folder = folder
    self.location = location
  }

  /// Runs the command.
  /// - Parameters:
  ///   - isStopped: asked ten times a second whether the command is to end before its time.
  ///   - take: gets what the command writes to standard output, piece by piece, on another thread.
  /// - Returns: how it ended, well or not.
  /// - Throws: `CommandError` where it could not be started or was stopped; what `take` throws.
  package func run(
    isStopped: @Sendable () -> Bool = { false },
    take: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Result {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw CommandError(.noFolder(path: folder), of: command, at: location)
    }
    let program = try ProgramSearch.path(of: command, in: folder, at: location)
    let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    let task = Task.detached(executorPreference: CommandExecutor.shared) {
      do {
        let result = try await execute(program, take)
        outcome.withLock { $0 = .success(result) }
      } catch {
        outcome.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    var wasStopped = false
    while done.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
      if !wasStopped, isStopped() {
        wasStopped = true
        task.cancel()
      }
    }
    // Ctrl-C may have ended the command before this program knew of it.
    if wasStopped || isStopped() { throw CommandError(.stopped, of: command, at: location) }
    do {
      guard let result = try outcome.withLock({ $0 })?.get() else { preconditionFailure("ended without one") }
      return result
    } catch let error as SubprocessError {
      throw CommandError(.refused(reason: error.description), of: command, at: location)
    }
  }

  private func execute(
    _ program: String, _ take: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void
  ) async throws -> Result {
    let clock = ContinuousClock.now
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
    let result = try await Subprocess.run(
      .path(.init(program)),
      arguments: Arguments(
        executablePathOverride: command.program, remainingValues: Array(command.arguments.dropFirst())),
      workingDirectory: .init(folder), platformOptions: options, input: .none, output: .sequence,
      error: .sequence
    ) { execution in
      // Both are read at once: a program waits while nobody takes what it writes.
      async let words = Self.end(of: execution.standardError)
      for try await piece in execution.standardOutput { try piece.withUnsafeBytes(take) }
      return try await words
    }
    let ending: CommandEnding =
      switch result.terminationStatus {
      case .exited(let code): .exited(code)
      case .signaled(let number): .signaled(number)
      }
    return Result(
      ending: ending, standardError: result.closureResult,
      seconds: (ContinuousClock.now - clock) / .seconds(1))
  }

  private static func end(of stream: SubprocessOutputSequence) async throws -> String {
    var kept: [UInt8] = []
    for try await piece in stream {
      piece.withUnsafeBytes { kept.append(contentsOf: $0) }
      if kept.count > 2 * keptErrorBytes { kept.removeFirst(kept.count - keptErrorBytes) }
    }
    return String(decoding: kept.suffix(keptErrorBytes), as: UTF8.self)
  }
}

/// Runs the tasks that serve a command on a thread of its own.
///
/// Whoever waits for a command holds a thread, which may be one of the few that all tasks and queues of the
/// system share: were they all held by such waiting, the tasks that it waits for would never run there.
package final class CommandExecutor: TaskExecutor {
  static let shared = CommandExecutor()

  private let jobs = Mutex<[UnownedJob]>([])
  private let isWanted = DispatchSemaphore(value: 0)

  /// An executor with a thread that does nothing else.
  package init() {
    let thread = Thread { [self] in
      while true {
        isWanted.wait()
        let job = jobs.withLock { $0.removeFirst() }
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
    thread.name = "commands"
    thread.start()
  }

  /// Runs a job behind those that were given before it.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    isWanted.signal()
  }
}
