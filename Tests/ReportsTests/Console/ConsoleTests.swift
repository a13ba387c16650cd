import Diagnostics
import Testing

@testable import Reports
@testable import Text

@Suite struct ConsoleTests {
  /// A screen whose clock goes on by a second whenever it is looked at.
  private final class Screen {
    var text = ""
    var time = 0.0
    var columns = 120

    func console(hasBars: Bool = true) -> Console {
      // The tests use it on one thread.
      nonisolated(unsafe) let screen = self
      return Console(
        hasBars: hasBars, page: PageWidth { screen.columns },
        now: {
          screen.time += 1
          return screen.time
        }, write: { screen.text += $0 })
    }
  }

  private static let eraser = "\r\u{1B}[J"

  @Test func aBarIsTakenAwayBeforeALine() {
    let screen = Screen()
    let console = screen.console()
    console.show(WorkProgress("storing", done: 0, of: 10, .instances))
    console.tell(["one", "two"])
    console.tell(["three"])
    console.show(WorkProgress("storing", done: 4, of: 10, .instances))
    console.eraseBar()
    console.eraseBar()
    let bars = [
      "[..............................]  storing  0/10 instances\r",
      "[############..................]  storing  4/10 instances  eta 1.5 s  4 instances/s\r",
    ]
    #expect(screen.text == bars[0] + Self.eraser + "one\ntwo\nthree\n" + bars[1] + Self.eraser)
  }

  @Test func aBarOfDoneWorkGoes() {
    let screen = Screen()
    let console = screen.console()
    console.show(WorkProgress("a", done: 1, of: 2, .bytes))
    console.show(WorkProgress("a", done: 2, of: 2, .bytes))
    #expect(screen.text.hasSuffix("\r" + Self.eraser))
    console.show(WorkProgress("b", done: 0, of: 0, .bytes))
    #expect(screen.text.hasSuffix("\r" + Self.eraser))
  }

  /// The pace is that of this work alone, without what was done when it was first heard of.
  @Test func thePaceIsKnownAfterALineToo() {
    let screen = Screen()
    let console = screen.console()
    console.show(WorkProgress("a", done: 100, of: 1000, .examples))
    console.show(WorkProgress("a", done: 300, of: 1000, .examples))
    #expect(screen.text.hasSuffix("a  300/1,000 examples  eta 3.5 s  200 examples/s\r"))
    console.tell(["a line"])
    console.show(WorkProgress("a", done: 500, of: 1000, .examples))
    #expect(
      screen.text.hasSuffix(
        "a line\n[###############...............]  a  500/1,000 examples  eta 2.5 s  200 examples/s\r"))
    console.show(WorkProgress("b", done: 0, of: 10, .examples))
    #expect(screen.text.hasSuffix("]  b  0/10 examples\r"))
  }

  @Test(arguments: [0, 1, 2, 10, 20, 40, 60, 80, 200])
  func aBarFollowsTheWidth(_ columns: Int) {
    let screen = Screen()
    screen.columns = columns
    screen.console().show(WorkProgress("storing 日本語/データ.jsonl", done: 500, of: 1_000_000, .bytes))
    let bar = screen.text.prefix { $0 != "\r" }
    #expect(DisplayWidth.of(String(bar)) < max(1, columns) || bar.isEmpty)
  }

  /// Several pieces of work at once have a line each, which all go before anything else is written.
  @Test func linesAtOnce_goAndComeTogether() {
    let screen = Screen()
    screen.columns = 20
    let console = screen.console()
    console.show(lines: ["base/seed-1: step 4/8", "b\u{1B}"])
    console.show(lines: ["one"])
    console.tell(["done"])
    console.show(lines: [])
    #expect(
      screen.text == "base/seed-1: step …\r\nb\\u{1B}\u{1B}[1A\r" + Self.eraser + "one\r" + Self.eraser
        + "done\n")
    let silent = screen.text
    screen.console(hasBars: false).show(lines: ["one"])
    #expect(screen.text == silent)
  }

  @Test func withoutBarsThereAreLinesOnly() {
    let screen = Screen()
    let console = screen.console(hasBars: false)
    console.show(WorkProgress("a", done: 1, of: 2, .bytes))
    console.tell(["line \u{1B}]0;title\u{7}\nline 2"])
    console.eraseBar()
    #expect(screen.text == "line \\u{1B}]0;title\\u{7}\\nline 2\n")
  }
}
