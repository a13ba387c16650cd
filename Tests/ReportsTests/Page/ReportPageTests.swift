import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Reports
@testable import Runs

@Suite struct ReportPageTests {
  private func played(_ run: ExampleRun) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    let path = RunFolder(path: folder.path)
    try RunHistory(run.summary.passport).write(to: path)
    try run.play(to: [MetricsFileReporter(path), EvaluationFileReporter(path), HTMLReporter(path)])
    return (folder, try folder.read("report.html"))
  }

  @Test func page_needsNothingFromOutside() throws {
    let (_, html) = try played(ExampleRun(steps: 12))
    #expect(!html.contains("http://") && !html.contains("https://"))
    // The page's own script, and nothing of the run's texts.
    #expect(html.components(separatedBy: "<script").count == 2 && html.contains("<script>\n"))
    #expect(!html.contains("fetch(") && !html.contains("XMLHttpRequest") && !html.contains("import("))
    #expect(!html.contains("src=") && !html.contains("@import") && !html.contains("url("))
    #expect(html.contains("width=device-width") && html.contains("prefers-color-scheme: dark"))
  }

  @Test func page_hasPlotsTableAndAnswers() throws {
    let (_, html) = try played(ExampleRun(steps: 12))
    #expect(html.components(separatedBy: "<svg").count == 1 + 9)
    for part in [
      "Loss per target token", "Exact match on held-out examples", "Learning rate", "Tokens per second",
      "Gradient norm", "Fill of the rows", "Exact match by format, held-out clusters",
      "Held-out scores after <span class=\"step\">step 12</span>", "&lt;far&gt;",
      "&lt;script&gt;alert(1)&lt;/script&gt;", "a &amp; b",
    ] {
      #expect(html.contains(part), "\(part)")
    }
    #expect(!html.contains("nan") && !html.contains("<far>"))
  }

  /// Every tag that is opened is closed, in order.
  @Test func page_isWellFormed() throws {
    let (_, html) = try played(ExampleRun(steps: 12))
    var open: [String] = []
    let void: Set<String> = ["meta", "!DOCTYPE", "br"]
    for match in html.matches(of: /<(\/?)([A-Za-z!0-9]+)[^>]*?(\/?)>/) {
      let name = String(match.2)
      if void.contains(name) || !match.3.isEmpty { continue }
      if match.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
    }
    #expect(open.isEmpty)
  }

  @Test func severalRuns_lieOverOneAnother() throws {
    let (folder, runs) = try RunComparisonTests.runs()
    defer { withExtendedLifetime(folder) {} }
    let html = try ReportPage(runs).html()
    for part in [
      "<h1>one, other</h1>", "optimizer.learningRate", "Training loss per target token", "key s2",
      "Scores of the best checkpoints", "&lt;script&gt;alert(1)&lt;/script&gt;", "threads",
    ] { #expect(html.contains(part), "\(part)") }
    #expect(html.contains("class=\"line s1\"") && html.contains("class=\"line s2\""))
    #expect(html.components(separatedBy: "<script").count == 2 && !html.contains("tokenizer.vocabulary"))
    // Runs of one name are told apart by their folders.
    let twins = try ReportPage([runs[0], runs[0]]).html()
    #expect(twins.contains("All settings are the same.") && twins.contains(runs[0].path))
  }

  @Test func spikesAndDivergence_areListed() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    let reporter = MetricsFileReporter(run)
    let example = ExampleRun(steps: 5)
    try reporter.receive(.runStarted(example.summary))
    for step in 1...3 { try reporter.receive(.stepCompleted(example.metrics(step))) }
    let culprit = BatchExample(
      row: 1, segment: 2, task: "<t>", instance: 7, format: "zero-shot", template: "own-1", targetTokens: 3,
      loss: 9)
    try reporter.receive(
      .spikeFound(
        LossSpike(step: 2, quantity: .loss, value: 8, mean: 2, deviations: 12.5, examples: [culprit])))
    let html = try ReportPage(run).html()
    #expect(html.contains("12.5 deviations above 2.000") && html.contains("&lt;t&gt;:7 (own-1) 9.00"))
    #expect(html.contains("class=\"flag\"") && html.contains("<td class=\"step\">2</td>"))
  }

  /// Only while a run is at work does its page ask a browser to load it again.
  @Test func page_reloadsItselfUntilTheRunEnds() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    let listeners: [any TrainingListener] = [
      MetricsFileReporter(run), EvaluationFileReporter(run), HTMLReporter(run),
    ]
    func reloads() throws -> [Bool] {
      let html = try folder.read("report.html")
      return ["http-equiv=\"refresh\"", "<html lang=\"en\" data-written=\"", "location.reload()"].map(
        html.contains)
    }
    let example = ExampleRun(steps: 12)
    try HTMLReporter(run).receive(.runStarted(example.summary))
    #expect(try reloads() == [true, true, true])
    try example.play(to: listeners, through: 8)
    #expect(try reloads() == [true, true, true])
    // Stopped on request: not done, and not at work either.
    try HTMLReporter(run).receive(.runFinished(RunOutcome(ending: .stopped, step: 8)))
    #expect(try reloads() == [false, false, false])
    #expect(try ReportPage(run).html().contains("under way"))
  }

  @Test func singleEvaluation_hasAnAxisOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    let example = ExampleRun(steps: 12)
    let reporters: [any TrainingListener] = [MetricsFileReporter(run), EvaluationFileReporter(run)]
    let events: [TrainingEvent] = [
      .runStarted(try example.summary), .stepCompleted(example.metrics(1)),
      .stepCompleted(example.metrics(2)),
      .evaluationCompleted(example.evaluation(2)),
    ]
    for event in events { for reporter in reporters { try reporter.receive(event) } }
    let html = try ReportPage(run).html()
    #expect(html.contains("<span class=\"x\" style=\"left:50.00%\">2</span>"))
    #expect(html.contains("<span class=\"x last\" style=\"left:100.00%\">2</span>"))
  }

  @Test func folderOfARunThatHasJustBegun_givesAPage() throws {
    let folder = try TemporaryFolder()
    #expect(try ReportPage(RunFolder(path: folder.path)).html().contains("</html>"))
  }

  @Test func evaluationThatAResumedRunHasNotReached_isLeftOut() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    try ExampleRun(steps: 12).play(to: [MetricsFileReporter(run), EvaluationFileReporter(run)])
    try ExampleRun(steps: 12, resumedFromStep: 5).play(to: [MetricsFileReporter(run)], through: 6)
    #expect(try ReportPage(run).html().contains("Held-out scores after <span class=\"step\">step 4</span>"))
  }

  @Test func divergedRun_isDrawnAsFarAsItGoes() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    let reporter = MetricsFileReporter(run)
    let example = ExampleRun(steps: 5)
    try reporter.receive(.runStarted(example.summary))
    var metrics = example.metrics(2)
    metrics.loss = .nan
    try reporter.receive(.stepCompleted(example.metrics(1)))
    try reporter.receive(.stepCompleted(metrics))
    #expect(try ReportPage(run).html().contains("class=\"mark s1\""))
  }

  @Test(arguments: [
    "metrics.jsonl", "run.json", "resolved.json", "eval/step-00000001/summary.json", "ledger.json",
    "divergence.json",
  ])
  func damagedFile_isATypedError(_ name: String) throws {
    let folder = try TemporaryFolder()
    let file = URL(fileURLWithPath: "\(folder.path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("{\"x\": ".utf8).write(to: file)
    #expect { try ReportPage(RunFolder(path: folder.path)) } throws: { $0 is any UserError }
  }
}
