import Diagnostics
import Foundation
import Text

/// Where a person or a log is told how things go: whole lines, and on a terminal a bar below them.
///
/// Everything that goes there goes through here, from any thread. So control characters of whatever is told
/// are shown and never sent, and a bar is taken away before a line comes: there is never more than one, and
/// none that stays behind.
package final class Console: @unchecked Sendable {
  /// Standard error, with bars where it is a terminal that can move its cursor.
  package static let standardError = Console(
    hasBars: isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb",
    page: .terminal(STDERR_FILENO)
  ) { text in
    // That nobody reads it must not end the program.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Whether work is shown by bars.
  package let hasBars: Bool
  /// How wide lines may be.
  package let page: PageWidth

  private let write: (String) -> Void
  private let now: () -> Double
  private let lock = NSLock()
  /// When the bar on the screen was drawn; `nil` while there is none.
  private var drawn: Double?
  /// The work that is shown, and where it stood when it was first heard of.
  private var begun: (work: String, done: Int, time: Double)?

  /// Whether nothing is said any more.
  private var isSilent = false

  /// Ten times a second is enough for the eye.
  private static let pause = 0.1
  /// The cursor stands at the beginning of a bar, also after the window was made narrower and the terminal
  /// has broken the bar into several lines: so all of it is erased.
  private static let eraser = "\r\u{1B}[J"

  /// A console that gives its text to `write`.
  /// - Parameter now: seconds from some moment on.
  package init(
    hasBars: Bool, page: PageWidth, now: @escaping () -> Double = Console.seconds,
    write: @escaping (String) -> Void
  ) {
    self.hasBars = hasBars
    self.page = page
    self.now = now
    self.write = write
  }

  /// Seconds since the system was started.
  package static func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  /// Says nothing from now on, or speaks again: of processes that work together one speaks for all.
  package func beSilent(_ silent: Bool = true) { lock.withLock { isSilent = silent } }

  /// Writes messages, each on a line of its own, or on several of which the further ones are indented.
  package func tell(_ messages: [String]) {
    if messages.isEmpty { return }
    lock.withLock {
      if isSilent { return }
      write(takenAway() + messages.map { VisibleText.message($0) + "\n" }.joined())
    }
  }

  /// Shows how far some work is; a bar of work that is done goes.
  package func show(_ progress: WorkProgress) {
    if !hasBars { return }
    lock.withLock {
      let time = now()
      if begun?.work != progress.work { begun = (progress.work, progress.done, time) }
      guard let begun, !progress.isDone else {
        begun = nil
        return eraseNow()
      }
      draw(at: time) {
        ProgressLine(progress, done: progress.done - begun.done, in: time - begun.time)
      }
    }
  }

  /// Shows a bar in place of the one before, unless that is quite new.
  func show(_ line: @autoclosure () -> ProgressLine) {
    if hasBars { lock.withLock { draw(at: now(), line) } }
  }

  /// Shows lines in the place of a bar: pieces of work that go on at once.
  package func show(lines: [String]) {
    if !hasBars || lines.isEmpty { return }
    lock.withLock {
      let time = now()
      if let drawn, time - drawn < Self.pause { return }
      let columns = page.columns ?? TerminalWidth.standard
      let shown = lines.map { DisplayWidth.cut(VisibleText.line($0), to: max(1, columns - 1)) }
      // The cursor goes back to the first line, where the eraser begins.
      let back = lines.count > 1 ? "\u{1B}[\(lines.count - 1)A" : ""
      write(takenAway() + shown.joined(separator: "\r\n") + back + "\r")
      drawn = time
    }
  }

  /// Takes the bar away, for something else to be written to the terminal.
  package func eraseBar() { lock.withLock(eraseNow) }

  /// Takes the bar away before the program ends at once, unless another thread is writing.
  package func eraseBarIfFree() {
    if lock.try() {
      eraseNow()
      lock.unlock()
    }
  }

  private func draw(at time: Double, _ line: () -> ProgressLine) {
    if isSilent { return }
    if let drawn, time - drawn < Self.pause { return }
    let text = line().text(columns: page.columns ?? TerminalWidth.standard)
    write(takenAway() + text + "\r")
    drawn = time
  }

  private func eraseNow() {
    let text = takenAway()
    if !text.isEmpty { write(text) }
  }

  /// What takes the bar away, if there is one.
  private func takenAway() -> String {
    defer { drawn = nil }
    return drawn == nil ? "" : Self.eraser
  }
}
