import Diagnostics
import Testing

@testable import Reports
@testable import Text

@Suite struct ProgressLineTests {
  private static let figures = ["1200/2450", "loss 0.123", "eta 3 min 20 s", "12.3k tok/s", "norm 0.12"]

  @Test(arguments: 0...240)
  func isNarrowerThanTheTerminal(_ columns: Int) {
    let text = ProgressLine(share: 0.5, figures: Self.figures).text(columns: columns)
    #expect(text.count < max(1, columns) || text.isEmpty)
    #expect(text.contains("\n") == false)
    if columns > 10 { #expect(text.contains("1200/2450")) }
  }

  @Test(arguments: [
    (100, "[###############...............]  1200/2450  loss 0.123  eta 3 min 20 s  12.3k tok/s  norm 0.12"),
    (80, "[#######.......]  1200/2450  loss 0.123  eta 3 min 20 s  12.3k tok/s  norm 0.12"),
    (60, "1200/2450  loss 0.123  eta 3 min 20 s  12.3k tok/s"),
    (40, "1200/2450  loss 0.123  eta 3 min 20 s"),
    (30, "1200/2450  loss 0.123"),
    (5, "120…"),
  ])
  func givesWayFromTheBarOn(_ columns: Int, _ expected: String) {
    #expect(ProgressLine(share: 0.5, figures: Self.figures).text(columns: columns) == expected)
  }

  @Test(arguments: [
    (80, "[###################]  storing data/tasks/日本語.jsonl  5.0 MB/10 MB  eta 4.2 s"),
    (50, "storing data/tasks/日本…  5.0 MB/10 MB  eta 4.2 s"),
    (40, "storing data/tasks/日本…  5.0 MB/10 MB"),
    (20, "stor…  5.0 MB/10 MB"),
    (10, "5.0 MB/1…"),
  ])
  func aLabelIsCutByColumns(_ columns: Int, _ expected: String) {
    let line = ProgressLine(
      share: 2, label: "storing data/tasks/日本語.jsonl", figures: ["5.0 MB/10 MB", "eta 4.2 s"])
    #expect(line.text(columns: columns) == expected)
    #expect(DisplayWidth.of(expected) < columns)
  }

  @Test(arguments: [(-1.0, 0), (0, 0), (0.5, 15), (1, 30), (7, 30)])
  func theBarIsFilledByItsShare(_ share: Double, _ filled: Int) {
    let text = ProgressLine(share: share, figures: ["x"]).text(columns: 80)
    #expect(text.count(where: { $0 == "#" }) == filled)
    #expect(text.count(where: { $0 == "." }) == 30 - filled)
  }

  /// A log line closes the window that the pace is taken from; the bar after it goes by the window before.
  @Test func theTimeLeftIsKnownRightAfterALogLine() throws {
    let run = ExampleRun(steps: 12)
    var screen = ""
    var time = 0.0
    let console = Console(
      hasBars: true, page: PageWidth { 200 },
      now: {
        time += 1
        return time
      }, write: { screen += $0 })
    let reporter = ConsoleReporter(console)
    reporter.receive(.runStarted(try run.summary))
    for step in 1...3 { reporter.receive(.stepCompleted(run.metrics(step))) }
    #expect(screen.hasSuffix("3/12  loss 1.665  eta 2.2 s  2.0k tok/s  norm 1.50\r"), "\(screen)")
  }
}
