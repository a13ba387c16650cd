import ArgumentParser
import CPURuntime
import Diagnostics
import Foundation
import Reports
import Runs
import Storage
import Studies

/// One call of the command on one study: makes what runs are missing, and writes what they have come to.
struct StudySession {
  let plan: StudyPlan
  let jobs: Int
  let restart: Bool
  let json: Bool

  /// Runs the study to its end, or until it is asked to stop.
  /// - Throws: `ExitCode` where it was stopped or runs have failed; any `UserError`.
  func run() throws {
    let (lock, aside) = try plan.folder.open(for: plan.loaded, restart: restart)
    try withExtendedLifetime(lock) {
      if let aside { Outcome.printError("the old study is now in \(aside)") }
      guard let program = Bundle.main.executablePath else {
        throw FileError.refused(
          path: CommandLine.arguments[0], operation: "find the program", reason: "it has no path")
      }
      let starter = ProgramStarter(program: program)
      let signals = StopSignals(
        notice: "stopping every run after its step with a full checkpoint; once more to stop at once",
        atOnce: { starter.endAll() })
      let runner = StudyRunner(
        plan.runs, jobs: jobs, starter: starter, stop: signals.request, now: Console.seconds)
      try makeRuns(runner)
      try finish(runner.ends, isStopped: signals.request.isRaised)
    }
  }

  private func makeRuns(_ runner: StudyRunner) throws {
    let inspector = RunInspector(
      programVersion: ProgramVersion.text,
      runtime: { run, loaded in
        if loaded.recipe.runtime.kind == .cpu { return CPURuntime.description(threads: 1) }
        return try Machine.runtime(of: loaded, recipeFile: run.relativeTo).description
      })
    let reporter = StudyReporter(plan, console: .standardError)
    let start = Console.seconds()
    var isAtWork = false
    try runner.run(
      state: inspector.state, tell: reporter.tell,
      keep: {
        isAtWork = true
        try StudyTimes.add($0, to: plan.folder)
      })
    if isAtWork {
      let time = StudyRunner.Time(run: StudyTimes.study, wall: Console.seconds() - start, processor: 0)
      try StudyTimes.add(time, to: plan.folder)
    }
    reporter.tellFound()
    Console.standardError.eraseBar()
    for note in inspector.notes { Outcome.printError(note) }
  }

  /// Writes the results of what is done, tells them, and says how the study ended.
  private func finish(_ ends: [StudyRun.ID: RunEnd], isStopped: Bool) throws {
    let done = ends.values.count { $0 == .done }
    if done > 0 {
      let results = try StudyResults(of: plan, ends: ends, times: StudyTimes(of: plan.folder))
      try write(results)
      if json {
        try Outcome.printJSON(results)
      } else {
        try Outcome.printResult(StudyTextTable.lines(results).joined(separator: "\n"))
        try Outcome.printResult("page: \(plan.folder.pageFile)")
      }
    }
    let failures = ends.values.compactMap { end -> FailureCategory? in
      if case .failed(let category, _, _) = end { category } else { nil }
    }
    if !failures.isEmpty {
      Outcome.printError(
        "\(failures.count) of \(plan.runs.count) runs have failed, \(done) are done; once the cause is mended, the same "
          + "call goes on")
      throw ExitCode((failures.first { $0 != .diverged } ?? .diverged).exitCode)
    }
    if isStopped, done < plan.runs.count {
      Outcome.printError("stopped with \(done) of \(plan.runs.count) runs done; the same call goes on")
      throw ExitCode(FailureCategory.stopped.exitCode)
    }
  }

  private func write(_ results: StudyResults) throws {
    let folder = plan.folder
    try Draft.write(results.jsonText(), to: folder.resultsFile)
    try Draft.write(StudyPage(results).html(), to: folder.pageFile)
    let markdown = StudyMarkdown(results)
    for plot in markdown.plots { try Draft.write(plot.svg, to: "\(folder.path)/\(plot.name)") }
    try Draft.write(markdown.text(), to: folder.markdownFile)
  }
}
