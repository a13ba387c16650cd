import Diagnostics
import Foundation
import Testing
import Training

@testable import Reports

@Suite struct ReportPageTests {
  private func played(_ run: ExampleRun) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    let path = RunFolder(path: folder.path)
    try run.summary.passport.write(to: path.passportFile)
    try run.play(to: [MetricsFileReporter(path), EvaluationFileReporter(path), HTMLReporter(path)])
    return (folder, try folder.read("report.html"))
  }

  @Test func page_needsNothingFromOutside() throws {
    let (_, html) = try played(ExampleRun(steps: 12))
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"))
    #expect(!html.contains("src=") && !html.contains("@import") && !html.contains("url("))
    #expect(html.contains("width=device-width") && html.contains("prefers-color-scheme: dark"))
  }

  @Test func page_hasPlotsTableAndAnswers() throws {
    let (_, html) = try played(ExampleRun(steps: 12))
    #expect(html.components(separatedBy: "<svg").count == 5)
    for part in [
      "Loss per target token", "Exact match on held-out examples", "Learning rate", "Tokens per second",
      "Held-out scores after step 12", "&lt;far&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;", "a &amp; b",
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

  @Test func folderOfARunThatHasJustBegun_givesAPage() throws {
    let folder = try TemporaryFolder()
    #expect(try ReportPage(RunFolder(path: folder.path)).html().contains("</html>"))
  }

  @Test func evaluationThatAResumedRunHasNotReached_isLeftOut() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    try ExampleRun(steps: 12).play(to: [MetricsFileReporter(run), EvaluationFileReporter(run)])
    try ExampleRun(steps: 12, resumedFromStep: 5).play(to: [MetricsFileReporter(run)], through: 6)
    #expect(try ReportPage(run).html().contains("Held-out scores after step 4"))
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
    #expect(try ReportPage(run).html().contains("<circle"))
  }

  @Test(arguments: ["metrics.jsonl", "run.json", "resolved.json", "eval/step-00000001/summary.json"])
  func damagedFile_isATypedError(_ name: String) throws {
    let folder = try TemporaryFolder()
    let file = URL(fileURLWithPath: "\(folder.path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("{\"x\": ".utf8).write(to: file)
    #expect { try ReportPage(RunFolder(path: folder.path)) } throws: { $0 is any UserError }
  }
}
