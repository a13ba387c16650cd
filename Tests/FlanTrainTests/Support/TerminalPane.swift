import Foundation
import TestSupport

/// A terminal of any size with a shell script in it, of which everything can be read that was ever on the screen: tmux, with a
/// server of its own.
final class TerminalPane {
  /// The program; `nil` where it is not installed.
  static let tmux = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/opt/homebrew/bin/tmux"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// What the script prints at its end, before its status.
  private static let marker = "status of the script:"

  private let folder: TemporaryFolder
  /// The name of its socket; a path below the folder would be too long for some systems.
  private let server = "flan-train-test-\(UUID().uuidString)"

  /// Runs a script of the shell, in which `"$0"` is the command.
  /// - Parameter working: the working directory.
  init(columns: Int, rows: Int = 24, script: String, in working: String) throws {
    folder = try TemporaryFolder()
    let settings = ["set -g history-limit 100000", "set -g remain-on-exit on", "set -g status off"]
    try folder.write(settings.joined(separator: "\n") + "\n", to: "settings")
    // The script begins when what it writes is kept.
    try folder.write(
      "read -r begin\n\(script)\nprintf '\(Self.marker) %s\\n' $?\n", to: "script")
    try call(
      "-f", "\(folder.path)/settings", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c",
      working,
      "/bin/sh", "\(folder.path)/script")
    try call("run-shell", "-b", Self.ending(server, with: ProcessInfo.processInfo.processIdentifier))
    try call("pipe-pane", "cat > '\(folder.path)/sent'")
    try call("send-keys", "Enter")
  }

  deinit { _ = try? call("kill-server") }

  /// A script that ends the server once the tests' process is no more: nobody deinitializes what a crash or a signal leaves.
  private static func ending(_ server: String, with process: Int32) -> String {
    "while kill -0 \(process) 2>/dev/null; do sleep 1; done; '\(tmux ?? "")' -L \(server) kill-server"
  }

  /// All lines that the terminal has had, those above the screen included; broken ones are whole again.
  func lines() throws -> [String] {
    try call("capture-pane", "-p", "-J", "-S", "-").components(separatedBy: "\n").map {
      String($0.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Every byte that was written to the terminal so far.
  var sent: String { (try? folder.read("sent")) ?? "" }

  /// Changes the terminal's width, and waits until programs in it are told so: tmux breaks the lines anew at once, but tells the
  /// width up to a quarter of a second later.
  func resize(columns: Int) throws {
    try call("resize-window", "-x", "\(columns)")
    let path = try call("display-message", "-p", "#{pane_tty}").trimmingCharacters(in: .newlines)
    let terminal = open(path, O_RDONLY | O_NOCTTY)
    defer { close(terminal) }
    for _ in 0..<1_000 {
      var size = winsize()
      if ioctl(terminal, UInt(TIOCGWINSZ), &size) != 0 || Int(size.ws_col) == columns { return }
      usleep(5_000)
    }
  }

  /// Waits until the terminal has shown all that was written to it, by a program that is stopped.
  func settle() throws {
    var before = try lines()
    for _ in 0..<200 {
      usleep(20_000)
      let now = try lines()
      if now == before { return }
      before = now
    }
  }

  /// Waits until the terminal shows what is wanted, or the script has ended.
  func wait(until isShown: ([String]) -> Bool) throws {
    for _ in 0..<8_000 {
      let lines = try lines()
      if isShown(lines) || Self.status(lines) != nil { return }
      usleep(5_000)
    }
    throw NoEnd()
  }

  /// A script that goes on for ever.
  struct NoEnd: Error {}

  /// Waits for the script's end.
  /// - Returns: the lines before it, and the status.
  func finish() throws -> (lines: [String], status: Int) {
    try wait { _ in false }
    let lines = try lines()
    let end = lines.lastIndex { $0.hasPrefix(Self.marker) } ?? lines.endIndex
    return (Array(lines[..<end]), Self.status(lines) ?? -1)
  }

  private static func status(_ lines: [String]) -> Int? {
    lines.last { $0.hasPrefix(marker) }.flatMap { Int($0.dropFirst(marker.count + 1)) }
  }

  /// Starts a program without the files that the tests have open: the server goes on, and whoever waits for a process of the
  /// tests waits until nobody has the other end of its socket.
  private static let startingClean = """
    for file in /dev/fd/*; do
      number=${file##*/}
      [ "$number" -gt 2 ] && eval "exec $number>&-"
    done
    exec "$0" "$@"
    """

  @discardableResult
  private func call(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", Self.startingClean, Self.tmux ?? "", "-L", server, "-u"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["TERM": "screen-256color", "LC_ALL": "C.UTF-8"], uniquingKeysWith: { $1 })
    process.environment?["TMUX"] = nil
    // No pipe: the server could hold its other end.
    let name = UUID().uuidString
    try folder.write("", to: name)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: "\(folder.path)/\(name)")
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(atPath: "\(folder.path)/\(name)") }
    return try folder.read(name)
  }
}
