import Foundation
import Runs
import Storage

/// One page about a run, or about several side by side: plots, held-out scores, decoded answers, settings. It
/// needs no other file and no network.
package struct ReportPage {
  let records: [RunRecord]
  /// The names of the runs; where two have the same, their folders.
  let names: [String]
  /// When the page of a run at work is written: a browser loads it anew from time to time.
  private let liveSince: Date?

  /// The page of the run in `folder`, as far as it has come.
  /// - Parameter isLive: whether the run is at work, so that there will be more to see.
  /// - Throws: `FileError`, `JSONError`, `RunFolderError.damaged` for a file of the run that cannot be read.
  package init(_ folder: RunFolder, isLive: Bool = false) throws { try self.init([folder], isLive: isLive) }

  /// The page of the runs in `folders`, at least one, as far as they have come.
  /// - Parameter isLive: whether one of them is at work and writes this page anew.
  /// - Throws: `FileError`, `JSONError`, `RunFolderError.damaged` for a file of a run that cannot be read.
  package init(_ folders: [RunFolder], isLive: Bool = false) throws {
    liveSince = isLive ? Date() : nil
    records = try folders.map(RunRecord.init)
    let names = records.map(\.name)
    self.names = Set(names).count == names.count ? names : folders.map(\.path)
  }

  /// Whether several runs are compared.
  var isComparison: Bool { records.count > 1 }

  /// The page's text.
  package func html() -> String {
    let title = HTMLText.escaped(names.joined(separator: ", "))
    let about = (isComparison ? [] : records[0].recipe?.about.lines ?? []).map(HTMLText.escaped)
    let sections =
      isComparison
      ? [runs(), recipeDifferences(), curves(), comparedScores(), comparedAnswers(), passportDifferences()]
      : [
        tiles(), curves(), incidents(), changes(), evaluation(), answers(), mixture(), settings(), passport(),
      ]
    let written = liveSince.map { " data-written=\"\(Int($0.timeIntervalSince1970))\"" } ?? ""
    let reload =
      liveSince == nil
      ? ""
      : "<noscript><meta http-equiv=\"refresh\" content=\"\(PageScript.secondsBetweenReloads)\"></noscript>\n"
    return """
      <!DOCTYPE html>
      <html lang="en"\(written)><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      \(reload)<title>\(title) - flan-train</title>
      <style>
      \(PageStyle.css)
      </style></head>
      <body><main>
      <h1>\(title)</h1>
      <p class="soft">\(about.joined(separator: "<br>\n"))</p>
      \(sections.joined())</main>
      <script>
      \(PageScript.readings)\(liveSince == nil ? "" : PageScript.reload)</script></body></html>

      """
  }
}

/// Keeps `report.html` up to date: it is written at the start, anew after every evaluation, and at the end.
/// Until then a browser that shows it loads it again from time to time.
///
/// It reads the run's other files, so it must come after those that write them in the list of listeners.
package final class HTMLReporter: TrainingListener {
  private let folder: RunFolder

  /// A reporter for the run in `folder`.
  package init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the page at the start, after an evaluation and at the end.
  /// - Throws: `FileError`, and what `ReportPage.init` throws.
  package func receive(_ event: TrainingEvent) throws {
    switch event {
    case .runStarted, .evaluationCompleted: try write(isLive: true)
    case .runFinished: try write(isLive: false)
    default: break
    }
  }

  private func write(isLive: Bool) throws {
    try folder.write(ReportPage(folder, isLive: isLive).html().utf8, to: folder.reportFile)
  }
}
