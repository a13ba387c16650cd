import Foundation
import Training

/// One page about a run: plots, held-out scores, decoded answers, settings. It needs no other file, no script and
/// no network.
public struct ReportPage {
  private let name: String
  let record: RunRecord

  /// The page of the run in `folder`, as far as it has come.
  /// - Throws: `FileError`, `JSONError`, `RunFolderError.damaged` for a file of the run that cannot be read.
  public init(_ folder: RunFolder) throws {
    record = try RunRecord(folder)
    name = record.passport?.name ?? record.recipe?.name ?? URL(fileURLWithPath: folder.path).lastPathComponent
  }

  /// The page's text.
  public func html() -> String {
    let about = (record.recipe?.about.lines ?? []).map(HTMLText.escaped).joined(separator: "<br>\n")
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTMLText.escaped(name)) - flan-train</title>
      <style>
      \(PageStyle.css)
      </style></head>
      <body><main>
      <h1>\(HTMLText.escaped(name))</h1>
      <p class="soft">\(about)</p>
      \(tiles())\(plots())\(evaluationSections())\(samples())\(settings())\(passport())</main></body></html>

      """
  }

  private func tiles() -> String {
    var tiles: [(value: String, label: String)] = []
    if let last = record.points.last {
      let of = record.recipe.map { " of \(NumberText.grouped($0.train.steps))" } ?? ""
      tiles.append(("\(NumberText.grouped(last.step))", "steps\(of)\(record.isDone ? ", done" : "")"))
      tiles.append((NumberText.fixed(recentLoss, 3), "training loss, last \(recent.count) steps"))
    }
    for group in record.best?.groups ?? [] {
      let baseline = group.majorityBaseline.map { "; majority answer \(NumberText.fixed($0, 3))" } ?? ""
      tiles.append(
        (
          NumberText.score(group.exactMatch),
          "exact match, \(EvaluationTextTable.title(of: group.name))\(baseline)"
        ))
    }
    if let best = record.best { tiles.append((NumberText.grouped(best.step), "step of the best checkpoint")) }
    let boxes = tiles.map {
      "<div class=\"tile\"><b>\(HTMLText.escaped($0.value))</b><span>\(HTMLText.escaped($0.label))</span></div>"
    }
    return "<div class=\"tiles\">\(boxes.joined(separator: "\n"))</div>\n"
  }

  private var recent: ArraySlice<RunRecord.Point> { record.points.suffix(20) }

  private var recentLoss: Double {
    let known = recent.filter { $0.loss.isFinite && $0.targetTokens.isFinite }
    let tokens = known.reduce(0) { $0 + $1.targetTokens }
    return tokens > 0 ? known.reduce(0) { $0 + $1.loss * $1.targetTokens } / tokens : .nan
  }

  private func plots() -> String {
    let three: (Double) -> String = { NumberText.fixed($0, 3) }
    let losses = EvaluationGroup.Name.allCases.enumerated().map { index, name in
      heldOut("loss, \(EvaluationTextTable.title(of: name))", index + 2, name) { $0.loss }
    }
    let scores = EvaluationGroup.Name.allCases.enumerated().flatMap { index, name in
      let title = EvaluationTextTable.title(of: name)
      var baseline = heldOut("\(title), majority answer", index + 2, name) { $0.majorityBaseline }
      baseline = LinePlot.Series(
        name: baseline.name, color: baseline.color, points: baseline.points, isDashed: true)
      return [heldOut(title, index + 2, name) { $0.exactMatch }, baseline]
    }
    let training = LinePlot.Series(name: "training loss", color: 1, points: points { $0.loss })
    let plots = [
      LinePlot(title: "Loss per target token", series: [training] + losses, format: three),
      LinePlot(title: "Exact match on held-out examples", series: scores, startsAtZero: true, format: three),
      LinePlot(
        title: "Learning rate",
        series: [LinePlot.Series(name: "learning rate", color: 1, points: points { $0.learningRate })],
        startsAtZero: true, format: { $0 == 0 ? "0" : NumberText.scientific($0) }),
      LinePlot(
        title: "Tokens per second",
        series: [LinePlot.Series(name: "tokens per second", color: 1, points: points { $0.tokensPerSecond })],
        startsAtZero: true),
    ]
    return "<h2>Curves</h2>\n<div class=\"plots\">\n\(plots.map { $0.html() }.joined())</div>\n"
  }

  private func points(_ value: (RunRecord.Point) -> Double) -> [(x: Double, y: Double)] {
    record.points.map { (Double($0.step), value($0)) }
  }

  private func heldOut(
    _ name: String, _ color: Int, _ group: EvaluationGroup.Name, _ value: (EvaluationGroup) -> Double?
  ) -> LinePlot.Series {
    let points = record.evaluations.compactMap { summary -> (x: Double, y: Double)? in
      guard let group = summary.group(group), let y = value(group) else { return nil }
      return (Double(summary.step), y)
    }
    return LinePlot.Series(name: name, color: color, points: points, hasMarks: true)
  }
}
