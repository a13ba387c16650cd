import Evaluation
import Instructions
import Text

/// Runs side by side as lines.
package enum RunComparisonText {
  /// Characters of a value that are shown.
  private static let shown = 44

  /// The lines: the runs, what differs, curves, scores.
  package static func textLines(_ page: RunComparison) -> [String] {
    let verdict =
      page.areTheSame
      ? "recipe, data, vocabulary, first weights, program and threads are the same"
      : "what results depend on differs"
    return runLines(page) + ["", verdict] + differenceLines(page) + curveLines(page) + scoreLines(page)
  }

  private static func table(_ title: String, _ page: RunComparison) -> TextTable {
    TextTable([.init(title)] + page.runs.map { .init($0.name, .right) })
  }

  private static func runLines(_ page: RunComparison) -> [String] {
    var table = table("run", page)
    table.add(["folder"] + page.runs.map(\.folder))
    table.add(["state"] + page.runs.map(\.state))
    table.add(["steps"] + page.runs.map { NumberText.grouped($0.steps) })
    table.add(["training loss at the end"] + page.runs.map { NumberText.score($0.trainingLoss) })
    table.add(["time"] + page.runs.map { NumberText.duration($0.seconds) })
    table.add(["best after step"] + page.runs.map { $0.bestStep.map(NumberText.grouped) ?? "-" })
    return table.lines()
  }

  private static func differenceLines(_ page: RunComparison) -> [String] {
    [("setting", page.recipes), ("passport", page.passports)].flatMap { title, differences -> [String] in
      if differences.isEmpty { return [] }
      var table = table(title, page)
      for row in differences { table.add([row.key] + row.values.map { cut($0 ?? "-") }) }
      return [""] + table.lines()
    }
  }

  private static func cut(_ text: String) -> String {
    // A path with a hash: the ends tell them apart.
    text.count <= shown ? text : "\(text.prefix(shown / 2 - 1))..\(text.suffix(shown / 2 - 1))"
  }

  private static func curveLines(_ page: RunComparison) -> [String] {
    var lines: [String] = []
    func add(_ title: String, _ points: [RunComparison.CurvePoint]) {
      if points.isEmpty { return }
      var table = table(title, page)
      for point in points {
        table.add([NumberText.grouped(point.step)] + point.values.map(NumberText.score))
      }
      lines += [""] + table.lines()
    }
    add("training loss up to step", page.trainingLoss)
    for name in EvaluationGroup.Name.allCases {
      add(
        "exact match, \(EvaluationTextTable.title(of: name)), after step",
        page.exactMatch[name.rawValue] ?? [])
    }
    return lines
  }

  private static func scoreLines(_ page: RunComparison) -> [String] {
    var table = table("best: exact match", page)
    var keys: [(group: EvaluationGroup.Name, format: PromptFormat?)] = []
    for score in page.runs.flatMap(\.scores)
    where !keys.contains(where: { $0.group == score.group && $0.format == score.format }) {
      keys.append((score.group, score.format))
    }
    func values(_ key: (group: EvaluationGroup.Name, format: PromptFormat?)) -> [RunComparison.Score?] {
      page.runs.map { run in run.scores.first { $0.group == key.group && $0.format == key.format } }
    }
    for key in keys {
      let title = EvaluationTextTable.title(of: key.group)
      let scores = values(key)
      let isAnswered = key.group != .heldOutTexts
      if isAnswered {
        table.add(
          ["\(title), \(key.format?.rawValue ?? "all")"] + scores.map { NumberText.score($0?.exactMatch) })
      }
      func row(_ what: String, _ score: (RunComparison.Score) -> Double?) {
        let values = scores.map { $0.flatMap(score) }
        if values.allSatisfy({ $0 == nil }) { return }
        table.add(["\(title), \(what)"] + values.map(NumberText.score))
      }
      if !isAnswered, key.format == nil { row("last word", \.exactMatch) }
      let format = key.format.map { "\($0.rawValue), " } ?? ""
      row("\(format)chance", \.chance)
      row("\(format)normalized", \.normalized)
      row("\(format)strict", \.strictExactMatch)
      row("\(format)with \"answer is\"", \.answerPhraseRate)
      if key.format == nil, scores.contains(where: { $0?.score != $0?.exactMatch }) {
        row("score by own metric", \.score)
      }
      if key.format == nil { row("loss", \.loss) }
    }
    return keys.isEmpty ? [] : [""] + table.lines()
  }
}
