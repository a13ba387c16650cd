import ArgumentParser
import CPURuntime
import Diagnostics
import Evaluation
import Foundation
import Reports
import Training

/// The part of `eval` that asks models the questions of suites.
struct SuiteEvaluation {
  let options: SuiteOptions
  let json: Bool
  let byTask: Bool
  private let signals = StopSignals(notice: "stopping after this batch; once more to stop at once")

  /// Asks the model at `path`, and another where there is one, and prints the scores.
  func run(_ path: String, comparedWith other: String?) throws {
    guard let data = options.data else { return }
    let found = try ModelLocator.locate(path)
    let model = try InferenceModel(folder: found.folder, runtime: Machine.runtime(threads: options.threads))
    let selection = try SuiteSelection(
      options.suite, folder: data, split: options.split, options: options.runOptions(found))
    let (runs, leftOut) = try selection.runs(model.requireTokenizer())
    for error in leftOut { Outcome.printError("left out: \(error.description)") }
    let output = try folder(found, model)
    var summary: SuiteSummary
    let outcomes: [SuiteRun.Outcome]
    (summary, outcomes) = try ask(model, runs, output)
    if let other {
      // The same questions with the same rows, whatever the other model was trained with.
      let second = try self.model(other)
      let (otherRuns, _) = try selection.runs(second.requireTokenizer())
      let others = try ask(second, otherRuns, nil).outcomes
      summary.comparedWith = second.folder
      summary.comparisons = try compare(runs, outcomes, others)
      try output?.write(summary)
    }
    try show(summary)
    if let output { Outcome.printError("answers: \(output.path)") }
  }

  private func model(_ path: String) throws -> InferenceModel {
    try InferenceModel(
      folder: ModelLocator.locate(path).folder, runtime: Machine.runtime(threads: options.threads))
  }

  private func ask(
    _ model: InferenceModel, _ runs: [SuiteRun], _ output: SuiteOutputFolder?
  ) throws -> (summary: SuiteSummary, outcomes: [SuiteRun.Outcome]) {
    let session = SuiteSession(model, batch: options.batch ?? SuiteOptions.standardBatch, output: output)
    var progress = SuiteProgressLine()
    let made = try session.run(runs, shouldStop: { signals.request.isRaised }) { progress.show($0) }
    progress.clear()
    guard let made else {
      let done = output.map { "; suites that were done are in \($0.path)" } ?? ""
      Outcome.printError("stopped before the end\(done)")
      throw ExitCode(FailureCategory.stopped.exitCode)
    }
    return made
  }

  private func compare(
    _ runs: [SuiteRun], _ first: [SuiteRun.Outcome], _ second: [SuiteRun.Outcome]
  ) throws -> [String: PairedComparison] {
    var comparisons: [String: PairedComparison] = [:]
    for (run, pair) in zip(runs, zip(first, second)) {
      comparisons[run.suite.name] = try PairedComparison(
        SuiteVerdicts(pair.0, run.suite), SuiteVerdicts(pair.1, run.suite))
    }
    return comparisons
  }

  /// Where answers go: where the call says, or in the model's run.
  private func folder(_ found: ModelLocator.Found, _ model: InferenceModel) throws -> SuiteOutputFolder? {
    let path = try options.output ?? found.run.map { run in
      run.suitesFolder(step: try model.checkpointStep() ?? 0)
    }
    let folder = path.map { SuiteOutputFolder($0) }
    try folder?.prepare()
    return folder
  }

  private func show(_ summary: SuiteSummary) throws {
    if json { return try Outcome.printJSON(summary) }
    var lines: [String] = []
    for report in summary.suites {
      if byTask || summary.suites.count == 1 { lines += SuiteTextTable.textLines(report) + [""] }
    }
    if byTask || summary.suites.count > 1 { lines += SuiteMatrixTextTable.taskLines(summary.suites) }
    lines += SuiteMatrixTextTable.suiteLines(summary)
    for (name, comparison) in (summary.comparisons ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines += [""]
        + ComparisonTextTable.textLines(
          comparison, title: name, first: summary.model, second: summary.comparedWith ?? "")
    }
    try Outcome.printResult(lines.joined(separator: "\n"))
  }
}

/// How far a suite is: a line that is written over on a terminal, else a line now and then.
private struct SuiteProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var shown = ContinuousClock.now
  private var suite: String?

  /// Time between lines where they stay.
  private static let pause = Duration.seconds(30)

  mutating func show(_ progress: SuiteRun.Progress) {
    let text = SuiteProgressText.line(progress)
    if isTerminal { return Outcome.printProgress(text, isLast: false) }
    let isEnd = progress.answered == progress.questions
    if !isEnd, suite == progress.suite, ContinuousClock.now - shown < Self.pause { return }
    (suite, shown) = (progress.suite, ContinuousClock.now)
    Outcome.printError(text)
  }

  func clear() { if isTerminal { Outcome.printProgress("", isLast: true) } }
}
