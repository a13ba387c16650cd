import ArgumentParser
import Diagnostics
import Evaluation
import Foundation
import Inference
import Models
import Reports
import Setup
import Tokenization

/// The part of `eval` that asks models the questions of suites.
struct SuiteEvaluation {
  let options: SuiteOptions
  let runtime: RuntimeArguments
  let weights: WeightFormat
  let turns: TurnFormat?
  let json: Bool
  let byTask: Bool
  private let signals = StopSignals(notice: "stopping after this batch; once more to stop at once")

  /// Asks the model at `path`, and another where there is one, and prints the scores.
  func run(_ path: String, comparedWith other: String?) throws {
    guard let data = options.data else { return }
    let found = try ModelLocator.locate(path)
    let second = try other.map { try ModelLocator.locate($0) }
    for model in [found, second] { try model.map(Outcome.warnIfUntrained) }
    // Both are asked with the same rows, whatever the other was trained with.
    let selection = try SuiteSelection(
      options.suite, folder: data, split: options.split, options: options.runOptions(found))
    var made = try ask(found, selection, isFirst: true)
    if let second {
      let others = try ask(second, selection, isFirst: false)
      made.summary.comparedWith = others.summary.model
      made.summary.comparisons = try compare(selection.suites, made.outcomes, others.outcomes)
      try made.output?.write(made.summary)
    }
    try show(made.summary)
    if let output = made.output { Outcome.printError("answers: \(output.path)") }
  }

  private struct Made {
    var summary: SuiteSummary
    let outcomes: [SuiteRun.Outcome]
    let output: SuiteOutputFolder?
  }

  /// Opens a model and asks it everything; its memory is free again afterwards.
  private func ask(
    _ found: ModelLocator.Found, _ selection: SuiteSelection, isFirst: Bool
  ) throws -> Made {
    let model = try Machine.model(
      in: found.folder, runtime, threads: options.threads, weights: weights, turns: turns)
    let (runs, leftOut) = try selection.runs(model.requireTokenizer())
    if isFirst {
      for error in leftOut { Outcome.printError("left out: \(error.description)") }
      for note in runs.compactMap(\.referenceNote) { Outcome.printError("warning: \(note)") }
    }
    let output = isFirst ? try folder(found, model) : nil
    let session = SuiteSession(model, batch: options.batch ?? SuiteOptions.standardBatch, output: output)
    var progress = SuiteProgressLine()
    let made = try session.run(runs, shouldStop: { signals.request.isRaised }) { progress.show($0) }
    Console.standardError.eraseBar()
    guard let made else {
      let done = output.map { "; the same call goes on from what is in \($0.path)" } ?? ""
      Outcome.printError("stopped before the end\(done)")
      throw ExitCode(FailureCategory.stopped.exitCode)
    }
    return Made(summary: made.summary, outcomes: made.outcomes, output: output)
  }

  private func compare(
    _ suites: [EvaluationSuite], _ first: [SuiteRun.Outcome], _ second: [SuiteRun.Outcome]
  ) throws -> [String: PairedComparison] {
    var comparisons: [String: PairedComparison] = [:]
    for outcome in first {
      let name = outcome.report.suite
      guard let suite = suites.first(where: { $0.name == name }),
        let other = second.first(where: { $0.report.suite == name })
      else { continue }
      comparisons[name] = try PairedComparison(
        SuiteVerdicts(outcome, suite), SuiteVerdicts(other, suite))
    }
    return comparisons
  }

  /// Where answers go: where the call says, or in the model's run, unless that cannot be written to.
  private func folder(_ found: ModelLocator.Found, _ model: InferenceModel) throws -> SuiteOutputFolder? {
    if let path = options.output {
      let folder = SuiteOutputFolder(path)
      try folder.prepare()
      return folder
    }
    guard let run = found.run else { return nil }
    let folder = SuiteOutputFolder(
      run.suitesFolder(step: try model.checkpointStep() ?? 0, weights: weights))
    do {
      try folder.prepare()
      return folder
    } catch let error as FileError {
      Outcome.printError("warning: answers are not kept (--output says where else): \(error.description)")
      return nil
    }
  }

  private func show(_ summary: SuiteSummary) throws {
    if json { return try Outcome.printJSON(summary) }
    var lines: [String] = []
    for report in summary.suites {
      if byTask || summary.suites.count == 1 { lines += SuiteTextTable.textLines(report) + [""] }
    }
    if byTask || summary.suites.count > 1 { lines += SuiteMatrixTextTable.taskLines(summary.suites) }
    lines += SuiteMatrixTextTable.suiteLines(summary.suites)
    for (name, comparison) in (summary.comparisons ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines +=
        [""]
        + ComparisonTextTable.textLines(
          comparison, title: name, first: summary.model, second: summary.comparedWith ?? "")
    }
    try Outcome.printResult(lines.joined(separator: "\n"))
  }
}

/// How far a suite is: a bar on a terminal, else a line now and then.
private struct SuiteProgressLine {
  private var shown = ContinuousClock.now
  private var suite: String?

  /// Time between lines where they stay.
  private static let pause = Duration.seconds(30)

  mutating func show(_ progress: SuiteRun.Progress) {
    if Console.standardError.hasBars { return Console.standardError.show(WorkProgress(progress)) }
    if progress.answered == 0 { return }
    let isEnd = progress.answered == progress.questions
    if !isEnd, suite == progress.suite, ContinuousClock.now - shown < Self.pause { return }
    (suite, shown) = (progress.suite, ContinuousClock.now)
    Outcome.printError(SuiteProgressText.line(progress))
  }
}
