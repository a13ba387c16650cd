import Diagnostics
import Studies
import Text

/// Tells how a study goes: a line for each event, and the runs at work on a terminal below them, one to a
/// line, else from time to time.
package final class StudyReporter {
  private let plan: StudyPlan
  private let console: Console
  private let now: () -> Double
  private var told: Double
  private var found = 0

  /// Seconds between lines about runs at work, where these stay.
  private static let pause = 30.0

  /// A reporter to a console.
  package init(_ plan: StudyPlan, console: Console, now: @escaping () -> Double = Console.seconds) {
    (self.plan, self.console, self.now) = (plan, console, now)
    told = now()
  }

  /// Tells an event.
  package func tell(_ event: StudyRunner.Event) {
    switch event {
    case .found: found += 1
    case .started(let id, let goesOn):
      tellFound()
      console.tell(["\(id): \(goesOn ? "goes on" : "begins")"])
    case .held(let id):
      console.tell(["\(id): another process is at work on it, and is waited for"])
    case .ended(let id, let end, let seconds):
      console.tell(lines(id, end, seconds))
    case .atWork(let ids): show(ids)
    }
  }

  /// Tells how many runs were done before, once.
  package func tellFound() {
    if found > 0 { console.tell(["\(found) of \(plan.runs.count) runs are done already"]) }
    found = 0
  }

  private func lines(_ id: StudyRun.ID, _ end: RunEnd, _ seconds: Double) -> [String] {
    let time = NumberText.duration(seconds)
    guard case .failed(_, let ending, let words) = end else { return ["\(id): \(end.word) after \(time)"] }
    let log = plan.run(id)?.logFile ?? ""
    let said = words.map { "\n    \($0)" }.joined()
    return ["\(id): \(end.word) after \(time): its process \(ending); see \(log)\(said)"]
  }

  private func show(_ ids: [StudyRun.ID]) {
    if console.hasBars { return console.show(lines: ids.map(line)) }
    if now() - told < Self.pause { return }
    told = now()
    console.tell(ids.map(line))
  }

  private func line(_ id: StudyRun.ID) -> String {
    "\(id): \(plan.run(id).flatMap { RunProgress(of: $0) }?.words ?? "starting")"
  }
}
