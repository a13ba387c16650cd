import Evaluation
import Recipes
import Text

/// The sections of a single run.
extension ReportPage {
  private var record: RunRecord { records[0] }

  /// The run in a few numbers.
  func tiles() -> String {
    var tiles: [(value: String, label: String)] = []
    if let last = record.lastStep {
      let of = record.recipe.map { " of \(NumberText.grouped($0.train.steps))" } ?? ""
      tiles.append(("\(NumberText.grouped(last))", "steps\(of), \(record.state)"))
      tiles.append(
        (
          NumberText.fixed(record.curve.recentLoss, 3),
          "training loss, last \(record.curve.recent.count) steps"
        ))
    }
    for group in record.best?.groups ?? [] {
      if group.name == .heldOutTexts {
        let title = EvaluationTextTable.title(of: group.name)
        tiles.append((NumberText.score(group.loss), "loss per token, \(title)"))
        if let words = group.exactMatch {
          tiles.append((NumberText.score(words), "last words that are right, \(title)"))
        }
        continue
      }
      if group.metrics != [.exactMatch] {
        tiles.append(
          (
            NumberText.score(group.score),
            "score by the tasks' own metrics, \(EvaluationTextTable.title(of: group.name))"
          ))
      }
      let baselines = [
        group.chance.map { "; chance \(NumberText.fixed($0, 3))" },
        group.normalized.map { ", normalized \(NumberText.fixed($0, 3))" },
        group.majorityBaseline.map { "; majority answer \(NumberText.fixed($0, 3))" },
      ]
      let baseline = baselines.compactMap { $0 }.joined()
      tiles.append(
        (
          NumberText.score(group.exactMatch),
          "exact match, \(EvaluationTextTable.title(of: group.name))\(baseline)"
        ))
    }
    if let best = record.best { tiles.append((NumberText.grouped(best.step), "step of the best checkpoint")) }
    if record.lastStep != nil {
      tiles.append((NumberText.short(record.curve.targetTokens), "target tokens"))
      tiles.append((NumberText.duration(record.seconds), "of training and evaluation"))
    }
    let boxes = tiles.map {
      "<div class=\"tile\"><b>\(HTMLText.escaped($0.value))</b><span>\(HTMLText.escaped($0.label))</span></div>"
    }
    return "<div class=\"tiles\">\(boxes.joined(separator: "\n"))</div>\n" + untrained
  }

  /// That nothing better came of training, where it did not.
  private var untrained: String {
    guard record.best?.step == 0, record.evaluations.count > 1 else { return "" }
    return
      "<p>The best checkpoint is that of step 0, which has had no training: no later evaluation was better.</p>\n"
  }

  /// What went wrong: spikes, and where the run diverged to NaN or an infinity.
  func incidents() -> String {
    var table = HTMLTable(["step", "what", "examples of highest loss"], isWide: true)
    for spike in record.spikes.suffix(50) {
      let what = spike.quantity == .loss ? "loss" : "gradient norm"
      table.add([
        .step(spike.step),
        .text(
          "\(what) \(NumberText.fixed(spike.value, 3)), \(NumberText.fixed(spike.deviations, 1)) deviations above "
            + NumberText.fixed(spike.mean, 3)),
        .text(spike.examples.map { "\($0.words) \(NumberText.fixed($0.loss, 2))" }.joined(separator: "; ")),
      ])
    }
    if let divergence = record.divergence {
      table.add([
        .step(divergence.step),
        .text("diverged: \(divergence.origin?.words ?? divergence.note ?? "loss \(divergence.loss)")"),
        .text("flan-train inspect \(record.folder.path) --diverged"),
      ])
    }
    let html = table.html()
    return html.isEmpty ? "" : "<h2>Spikes</h2>\n\(html)"
  }

  /// The held-out tables of the best evaluation, each group beside the first evaluation's score.
  func evaluation() -> String {
    guard let best = record.best else { return "" }
    let first = record.evaluations.first.flatMap { $0.step < best.step ? $0 : nil }
    var text = "<h2>Held-out scores after \(HTMLText.step(best.step))</h2>\n"
    for group in best.groups {
      if group.name == .heldOutTexts {
        text += lossTable(group, first)
        continue
      }
      let title = EvaluationTextTable.title(of: group.name)
      let clusters = EvaluationTextTable.rows(of: group, by: .cluster)
      let tasks = EvaluationTextTable.rows(of: group, by: .task)
      if clusters.count < tasks.count, clusters.count > 1 {
        text += scoreTable(group, clusters, name: title, second: "tasks", first)
        text += "<details><summary>All \(tasks.count) tasks</summary>\n"
        text += scoreTable(group, tasks, name: "task", second: "cluster", first) + "</details>\n"
      } else {
        text += scoreTable(group, tasks, name: title, second: "cluster", first)
      }
      text += metricTable(group, tasks)
    }
    return text + suites(best)
  }

  /// The loss of each source of texts, beside the first evaluation's, and the share of last words that are
  /// right.
  private func lossTable(_ group: EvaluationGroup, _ first: EvaluationSummary?) -> String {
    let before = first.map { ["loss after step \(NumberText.grouped($0.step))"] } ?? []
    let words = group.exactMatch == nil ? [] : ["last word"]
    var table = HTMLTable(
      [EvaluationTextTable.title(of: group.name), "loss"] + before + words + ["target tokens", "pieces"],
      numbersFrom: 1)
    for row in group.rows {
      let earlier = first.map { first in
        [HTMLTable.Cell.score(first.group(group.name)?.rows.first { $0.task == row.task }?.loss)]
      }
      let right = words.map { _ in HTMLTable.Cell.score(row.exactMatch) }
      table.add(
        [.text(row.task), .score(row.loss)] + (earlier ?? []) + right
          + [.number(NumberText.grouped(row.targetTokens)), .number(NumberText.grouped(row.examples))])
    }
    return table.html()
  }

  private func scoreTable(
    _ group: EvaluationGroup, _ rows: [EvaluationTextTable.Row], name: String, second: String,
    _ first: EvaluationSummary?
  ) -> String {
    let formats = EvaluationTextTable.formats(of: group)
    var table = HTMLTable(
      [name, second] + formats.map(\.rawValue) + EvaluationTextTable.scoreTitles(of: group) + ["examples"],
      numbersFrom: 2)
    for row in rows {
      table.add(
        [.text(row.name), .text(row.cluster ?? "")] + row.scores.map(HTMLTable.Cell.score)
          + sums(row.all, of: group))
    }
    let all = formats.map { group.rows(in: $0) }
    table.add(
      [.text("all"), .text("")] + all.map { .score($0.exactMatch) } + sums(group, of: group), isSum: true)
    if group.chance != nil {
      table.add([.text("normalized"), .text("")] + all.map { .number(NumberText.score($0.normalized)) })
    }
    if group.hasRationales {
      table.add([.text("strict"), .text("")] + all.map { .number(NumberText.score($0.strictExactMatch)) })
    }
    if let first, let before = first.group(group.name) {
      table.add(
        [.text("all, after step \(NumberText.grouped(first.step))"), .text("")]
          + formats.map { _ in .text("") }
          + sums(before, of: group))
    }
    return table.html()
  }

  private func sums(_ group: EvaluationGroup, of whole: EvaluationGroup) -> [HTMLTable.Cell] {
    let scores = EvaluationTextTable.scores(group, of: whole)
    return [.score(scores[0])] + scores.dropFirst().map { .number(NumberText.score($0)) } + [
      .number(NumberText.grouped(group.examples))
    ]
  }

  /// Decoded answers beside what they should be.
  func answers() -> String {
    guard let best = record.best, !best.samples.isEmpty else { return "" }
    let cards = best.samples.map { AnswerCard.html($0, answers: [(nil, $0)]) }
    return
      "<h2>Answers after \(HTMLText.step(best.step))</h2>\n<div class=\"cards\">\n\(cards.joined())</div>\n"
  }

  /// What was trained on, by sub-mixture and task.
  func mixture() -> String {
    guard let ledger = record.ledger else { return "" }
    var table = HTMLTable(
      [
        "task", "part", "instances", "share", "examples", "epochs", "input tokens", "target tokens", "cut",
        "left out",
      ], numbersFrom: 2)
    for row in ledger.tasks + [ledger.total] {
      let counts = row.counts
      let numbers = [
        NumberText.grouped(row.instances), NumberText.percent(row.realizedShare),
        NumberText.grouped(counts.used + counts.truncated), NumberText.fixed(row.epochs, 2),
        NumberText.fixed(row.meanInputTokens, 0), NumberText.fixed(row.meanTargetTokens, 0),
        NumberText.grouped(counts.truncated), NumberText.grouped(counts.dropped.values.reduce(0, +)),
      ]
      table.add(
        [.text(row.task ?? "all"), .text(row.subMixture ?? "")] + numbers.map(HTMLTable.Cell.number),
        isSum: row.task == nil)
    }
    return
      "<h2>What was trained on</h2>\n<details><summary>\(ledger.tasks.count) tasks</summary>\n\(table.html())</details>\n"
  }

  /// Every setting of the resolved recipe.
  func settings() -> String {
    guard let recipe = record.recipe else { return "" }
    var table = HTMLTable(["setting", "value"], isWide: true)
    for row in recipe.settingRows { table.add([.text(row.key), .text(row.value)]) }
    return "<h2>Recipe</h2>\n<details><summary>All settings</summary>\n\(table.html())</details>\n"
  }

  /// What changed while the run was made: whoever takes its curve for one run's should know.
  func changes() -> String {
    guard let history = record.history, history.versions.count > 1 else { return "" }
    var table = HTMLTable(["from step", "what", "before", "after"], isWide: true)
    for (step, change) in history.changes {
      table.add([
        .step(step), .text(change.key), .text(change.old ?? "absent"),
        .text(change.new ?? "absent"),
      ])
    }
    return "<h2>Changed on the way</h2>\n\(table.html())"
  }

  /// What the run was made of.
  func passport() -> String {
    guard let passport = record.passport else { return "" }
    var table = HTMLTable(["what", "which"], isWide: true)
    for row in PassportRows.of(passport) { table.add([.text(row.key), .text(row.value)]) }
    return
      "<h2>Passport</h2>\n<details><summary>What the run was made of</summary>\n\(table.html())</details>\n"
  }
}
