import Foundation
import Testing

/// The built command at a terminal of its own: a pair of pseudo-terminals, of which it has one end and the test the other.
final class Terminal {
  private let process = Process()
  private let master: Int32
  private var shown = ""

  /// Whether the system has pseudo-terminals to give.
  static let isPossible: Bool = {
    guard let pair = pair() else { return false }
    close(pair.master)
    close(pair.slave)
    return true
  }()

  /// Starts the command.
  /// - Parameter output: where standard output goes if not to the terminal.
  init(_ arguments: [String], in folder: String, output: FileHandle? = nil) throws {
    let (master, slave) = try #require(Self.pair())
    self.master = master
    let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    process.executableURL = URL(fileURLWithPath: Command.executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = terminal
    process.standardOutput = output ?? terminal
    process.standardError = terminal
    try SignalMask.open { try process.run() }
  }

  deinit {
    if process.isRunning { process.terminate() }
    close(master)
  }

  private static func pair() -> (master: Int32, slave: Int32)? {
    var (master, slave): (Int32, Int32) = (-1, -1)
    return openpty(&master, &slave, nil, nil, nil) == 0 ? (master, slave) : nil
  }

  /// Types text; a line's end is `\n`, Ctrl-D `\u{4}`.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      written += count
    }
  }

  /// Sends a signal, as the terminal does for Ctrl-C to what runs in its foreground.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until the screen has `text` behind what was waited for before.
  /// - Returns: what was shown up to it; all where the command ended, or was silent for a minute, before.
  @discardableResult func wait(for text: String) -> String {
    while true {
      if let found = shown.range(of: text) {
        let passed = String(shown[..<found.upperBound])
        shown = String(shown[found.upperBound...])
        return passed
      }
      guard receive() else {
        defer { shown = "" }
        return shown
      }
    }
  }

  /// Waits until anything is shown behind what was waited for before.
  func waitForAnything() {
    while shown.isEmpty, receive() {}
  }

  /// Waits for the end of the command.
  /// - Returns: what else was shown, and the exit code, or minus the signal that ended it.
  func finish() -> (shown: String, status: Int32) {
    process.waitUntilExit()
    while receive(patience: 100) {}
    let isExit = process.terminationReason == .exit
    return (shown, isExit ? process.terminationStatus : -process.terminationStatus)
  }

  private func receive(patience: Int32 = 60_000) -> Bool {
    var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, patience) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &bytes, bytes.count)
    if count <= 0 { return false }
    shown += String(decoding: bytes[..<count], as: UTF8.self).replacing("\r\n", with: "\n")
    return true
  }
}
