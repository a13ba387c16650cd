import Foundation
import Synchronization

/// A program that runs beside this one, in a group of processes of its own: Ctrl-C on a terminal reaches this
/// program alone, which decides what becomes of the other.
///
/// It reads nothing; what it writes, on standard output and standard error, is added to a file.
package final class ChildProcess: Sendable {
  /// How a child ended, and what it took.
  package struct End: Sendable, Equatable {
    /// How it ended.
    package let ending: CommandEnding
    /// Seconds that processors worked for it.
    package let processorSeconds: Double

    /// An end.
    package init(ending: CommandEnding, processorSeconds: Double) {
      self.ending = ending
      self.processorSeconds = processorSeconds
    }
  }

  private let process: pid_t
  private let ended = Mutex<End?>(nil)

  /// Starts a program.
  /// - Parameters:
  ///   - program: the program's path.
  ///   - arguments: what follows its name.
  ///   - logFile: the file that what it writes is added to; its folder must be there.
  /// - Throws: `CommandError.refused` where the system does not start it.
  package init(_ program: String, _ arguments: [String], logFile: String) throws(CommandError) {
    let command = ExternalCommand([program] + arguments)
    var process: pid_t = 0
    let failure = Self.spawn(&process, command, logFile: logFile)
    if failure != 0 {
      let reason = String(cString: strerror(failure))
      throw CommandError(.refused(reason: reason), of: command, at: nil)
    }
    self.process = process
  }

  /// How the child has ended; `nil` while it runs.
  package func end() -> End? { ended.withLock { look(&$0) } }

  /// Sends a signal to the child, unless it has ended.
  package func send(_ signal: Int32) {
    // One that has ended and was waited for may have left its number to another.
    ended.withLock { if look(&$0) == nil { kill(process, signal) } }
  }

  private func look(_ ended: inout End?) -> End? {
    if ended != nil { return ended }
    var (status, usage) = (Int32(0), rusage())
    guard wait4(process, &status, WNOHANG, &usage) == process else { return nil }
    let signal = status & 0x7F
    let ending = signal == 0 ? CommandEnding.exited(status >> 8 & 0xFF) : .signaled(signal)
    ended = End(ending: ending, processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    return ended
  }

  private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

  /// - Returns: the system's error; 0 where the program runs.
  private static func spawn(_ process: inout pid_t, _ command: ExternalCommand, logFile: String) -> Int32 {
    #if canImport(Darwin)
      var (attributes, actions): (posix_spawnattr_t?, posix_spawn_file_actions_t?)
    #else
      var (attributes, actions) = (posix_spawnattr_t(), posix_spawn_file_actions_t())
    #endif
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_init(&actions)
    defer {
      posix_spawnattr_destroy(&attributes)
      posix_spawn_file_actions_destroy(&actions)
    }
    // Signals that this program ignores while it handles them otherwise are heard by the child.
    var (heard, blocked) = (sigset_t(), sigset_t())
    sigemptyset(&heard)
    for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&heard, signal) }
    sigemptyset(&blocked)
    posix_spawnattr_setsigdefault(&attributes, &heard)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, logFile, O_WRONLY | O_CREAT | O_APPEND, 0o666)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    let words = command.arguments.map { strdup($0) }
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") }
    defer { for word in words + environment { free(word) } }
    return posix_spawn(
      &process, command.program, &actions, &attributes, words + [nil], environment + [nil])
  }
}
