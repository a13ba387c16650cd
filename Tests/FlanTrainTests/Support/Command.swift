import Foundation
import TestSupport
import Testing

/// The built command as a process.
struct Command {
  /// What a call gave.
  struct Result {
    /// The exit code; minus the signal's number where a signal ended the process.
    let status: Int32
    let output: String
    let errors: String

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
  }

  private final class Marker {}

  /// The executable: SwiftPM puts it beside the test bundle, whatever the scratch path.
  static let executable: String = {
    let places = [
      Bundle(for: Marker.self).bundleURL.deletingLastPathComponent(), Bundle(for: Marker.self).bundleURL,
      Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
    ]
    let candidates = places.map { $0.appendingPathComponent("flan-train").path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "flan-train-is-not-built"
  }()

  /// The package's root, where its `Data` and `Recipes` are.
  static let packageRoot = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .appendingPathComponent("../../../..").standardizedFileURL.path

  /// Whether the executable lies below a package with recipes, where it finds them from anywhere; not so with a
  /// scratch path elsewhere.
  static let findsShippedRecipes: Bool = {
    var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Recipes/flan-smoke.json").path)
      {
        return true
      }
    }
    return false
  }()

  private let process = Process()
  private let scratch: TemporaryFolder

  /// Starts the command.
  /// - Parameters:
  ///   - folder: the working directory.
  ///   - input: standard input.
  ///   - executable: what is started.
  init(
    _ arguments: [String], in folder: String, input: String = "", executable: String = Command.executable
  ) throws {
    scratch = try TemporaryFolder()
    for name in ["out", "err"] { try scratch.write("", to: name) }
    try scratch.write(input, to: "in")
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle(forReadingAtPath: "\(scratch.path)/in")
    process.standardOutput = FileHandle(forWritingAtPath: "\(scratch.path)/out")
    process.standardError = FileHandle(forWritingAtPath: "\(scratch.path)/err")
    try process.run()
  }

  /// What the command has written to standard error so far.
  var errorsSoFar: String { (try? scratch.read("err")) ?? "" }

  var isRunning: Bool { process.isRunning }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until standard error contains `text`, or the process has ended.
  func wait(for text: String) {
    while process.isRunning, !errorsSoFar.contains(text) { usleep(2_000) }
  }

  /// Waits for the end.
  func finish() throws -> Result {
    process.waitUntilExit()
    let isExit = process.terminationReason == .exit
    return Result(
      status: isExit ? process.terminationStatus : -process.terminationStatus,
      output: try scratch.read("out"),
      errors: try scratch.read("err"))
  }

  /// Runs the command to its end.
  static func run(_ arguments: [String], in folder: String, input: String = "") throws -> Result {
    try Command(arguments, in: folder, input: input).finish()
  }

  /// Runs a script of the shell to which the command and its arguments are `"$0" "$@"`.
  static func run(_ arguments: [String], in folder: String, script: String) throws -> Result {
    try Command(["-c", script, executable] + arguments, in: folder, executable: "/bin/sh").finish()
  }

  /// Runs the command where no file may have more than so many blocks of 512 bytes, which is refused like any byte is where the
  /// disk is full.
  /// - Returns: both outputs together as `errors`.
  static func run(_ arguments: [String], in folder: String, blocksOfAFile blocks: Int) throws -> Result {
    // What the test reads of the outputs is a file as well, and larger.
    let script = "{ (ulimit -f \(blocks); exec \"$0\" \"$@\") 2>&1; echo \"status $?\"; } | cat"
    let result = try run(arguments, in: folder, script: script)
    let status = result.outputLines.last?.split(separator: " ").last.flatMap { Int32($0) }
    return Result(status: status ?? result.status, output: "", errors: result.output)
  }
}

/// What this thread hears of signals, which a process that it starts inherits.
enum SignalMask {
  /// Runs `body`, which starts a process, with all signals let through: the threads of the tests have them blocked.
  static func open<Result>(_ body: () throws -> Result) rethrows -> Result {
    var (none, former) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    return try body()
  }
}
