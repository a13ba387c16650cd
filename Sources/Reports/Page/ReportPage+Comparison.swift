import Evaluation
import Instructions
import Recipes
import Text

/// The sections of several runs side by side.
extension ReportPage {
  /// The runs in a few numbers, each with its color.
  func runs() -> String {
    let tiles = zip(records, names).enumerated().map { index, run in
      let scores = (run.0.best?.groups ?? []).map { group in
        "\(EvaluationTextTable.title(of: group.name)) "
          + (group.name == .heldOutTexts
            ? "loss \(NumberText.score(group.loss))"
              + (group.exactMatch.map { ", last word \(NumberText.score($0))" } ?? "")
            : NumberText.score(group.exactMatch))
      }
      let facts =
        ["\(NumberText.grouped(run.0.lastStep ?? 0)) steps, \(run.0.state)"] + scores
        + [
          "training loss \(NumberText.fixed(run.0.curve.recentLoss, 3))", NumberText.duration(run.0.seconds),
        ]
      return
        "<div class=\"tile\"><b><i class=\"key s\(Self.color(index))\"></i>\(HTMLText.escaped(run.1))</b>"
        + facts.map { "<span>\(HTMLText.escaped($0))</span>" }.joined() + "</div>"
    }
    return "<div class=\"tiles\">\(tiles.joined(separator: "\n"))</div>\n"
  }

  /// The settings that are not the same in all runs.
  func recipeDifferences() -> String {
    let table = table(Differences.ofRecipes(records), "setting")
    return "<h2>Recipes</h2>\n" + (table.isEmpty ? "<p>All settings are the same.</p>\n" : table)
  }

  /// What the runs were made of, as far as it is not the same.
  func passportDifferences() -> String {
    let table = table(Differences.ofPassports(records), "what")
    return "<h2>Passports</h2>\n" + (table.isEmpty ? "<p>Nothing differs.</p>\n" : table)
  }

  private func table(_ differences: Differences, _ title: String) -> String {
    var table = HTMLTable([title] + names, isWide: true)
    for row in differences.rows { table.add([.text(row.key)] + row.values.map { .text($0 ?? "-") }) }
    return table.html()
  }

  /// The best evaluations' scores, by format, cluster and task.
  func comparedScores() -> String {
    var text = ""
    for name in EvaluationGroup.Name.allCases {
      let groups = records.map { $0.best?.group(name) }
      if groups.allSatisfy({ $0 == nil }) { continue }
      let title = EvaluationTextTable.title(of: name)
      if name == .heldOutTexts {
        var table = HTMLTable(["loss, \(title)"] + names, numbersFrom: 1)
        table.add([.text("all")] + groups.map { .score($0?.loss) }, isSum: true)
        if groups.contains(where: { $0?.exactMatch != nil }) {
          table.add([.text("last words that are right")] + groups.map { .score($0?.exactMatch) })
        }
        text += table.html()
        continue
      }
      text += "<h3>Exact match, \(title)</h3>\n" + formatTable(groups, title)
      text += "<details><summary>By task</summary>\n\(taskTable(groups))</details>\n"
    }
    return text.isEmpty ? "" : "<h2>Scores of the best checkpoints</h2>\n\(text)"
  }

  private func formatTable(_ groups: [EvaluationGroup?], _ title: String) -> String {
    var table = HTMLTable(["format"] + names, numbersFrom: 1)
    for format in PromptFormat.allCases {
      let scores = groups.map { $0?.rows(in: format).exactMatch }
      if scores.allSatisfy({ $0 == nil }) { continue }
      table.add([.text(format.rawValue)] + scores.map(HTMLTable.Cell.score))
    }
    table.add([.text("all")] + groups.map { .score($0?.exactMatch) }, isSum: true)
    func row(_ title: String, _ score: (EvaluationGroup) -> Double?) {
      let scores = groups.map { $0.flatMap(score) }
      if scores.allSatisfy({ $0 == nil }) { return }
      table.add([.text(title)] + scores.map { .number(NumberText.score($0)) })
    }
    row("chance", \.chance)
    row("normalized", \.normalized)
    for score in HeldOutScore.otherMetrics { row(score.title) { $0.value(of: score) } }
    row("majority answer", \.majorityBaseline)
    row("rationales, strict", \.strictExactMatch)
    row("rationales with \"answer is\"", \.answerPhraseRate)
    row("loss", \.loss)
    return table.html()
  }

  private func taskTable(_ groups: [EvaluationGroup?]) -> String {
    var table = HTMLTable(["task"] + names + ["chance"], numbersFrom: 1)
    let scores = groups.map { group in
      Dictionary(
        group.map { EvaluationTextTable.rows(of: $0, by: .task).map { ($0.name, $0.all.exactMatch) } } ?? [],
        uniquingKeysWith: { first, _ in first })
    }
    var seen: Set<String> = []
    let tasks = groups.flatMap { $0?.rows.map(\.task) ?? [] }.filter { seen.insert($0).inserted }
    for task in tasks {
      let rows = groups.lazy.compactMap { group in group?.rows.filter { $0.task == task } }
      let chance = rows.compactMap { EvaluationGroup(name: .heldOutInstances, rows: $0).chance }.first
      table.add(
        [.text(task)] + scores.map { .score($0[task] ?? nil) } + [.number(NumberText.score(chance))])
    }
    return table.html()
  }

  /// The questions that all runs were asked, with the answers of each.
  func comparedAnswers() -> String {
    let samples = records.map { $0.best?.samples ?? [] }
    let cards = samples[0].compactMap { sample -> String? in
      let same = samples.map { list in
        list.first { $0.task == sample.task && $0.format == sample.format && $0.prompt == sample.prompt }
      }
      let answers = zip(names, same).compactMap { name, sample in
        sample.map { (name: Optional(name), sample: $0) }
      }
      return answers.count == names.count ? AnswerCard.html(sample, answers: answers) : nil
    }
    return cards.isEmpty ? "" : "<h2>Answers</h2>\n<div class=\"cards\">\n\(cards.joined())</div>\n"
  }
}
