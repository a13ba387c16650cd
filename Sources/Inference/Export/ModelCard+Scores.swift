import Evaluation
import Instructions
import Text

extension ModelCard {
  /// Exact match by set and format, then by cluster.
  package func scores(_ evaluation: EvaluationSummary, step: Int) -> String {
    let moment =
      evaluation.step == step
      ? "these weights"
      : "the weights after step \(Self.grouped(evaluation.step)), the last that were evaluated before"
    let tables = evaluation.groups.map { group in
      if group.name == .heldOutTexts {
        return "### \(Self.title(of: group.name))\n\n\(lossTable(group))"
      }
      return ["### \(Self.title(of: group.name))", byFormat(group), byMetric(group), byCluster(group)]
        .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
    return
      "## Evaluation\n\nExact match by greedy decoding, of \(moment). *Chance* is a guess among the answers "
      + "of the right kind, 0 for free text; *normalized* is (exact match - chance)/(1 - chance). *Majority answer* always "
      + "gives a task's most frequent answer. With a rationale the answer is what follows \"answer is\", else the whole "
      + "output; *strict* counts outputs without the phrase as wrong, and *\"answer is\"* is the share that has it. "
      + "*Loss* is cross-entropy per target token in nats; *last word* the share of texts whose last word is written "
      + "right where all before it is given. A task's *own metric* is what the recipe or its "
      + "source says, else exact match where answers are options or a few words.\n\n"
      + tables.joined(separator: "\n\n")
  }

  private func lossTable(_ group: EvaluationGroup) -> String {
    let words = group.exactMatch == nil ? [] : ["last word"]
    var table = MarkdownTable(["texts", "pieces", "target tokens", "loss"] + words)
    for row in group.rows {
      let counts = [row.examples, row.targetTokens].map(Self.grouped)
      table.add(
        [Markdown.text(row.task)] + counts + [Self.score(row.loss)]
          + words.map { _ in Self.score(row.exactMatch) })
    }
    return table.text
  }

  private func byFormat(_ group: EvaluationGroup) -> String {
    let strict = group.hasRationales ? ["strict", "\"answer is\""] : []
    var table = MarkdownTable(
      ["format", "examples", "exact match", "chance", "normalized", "majority answer"] + strict + ["loss"])
    for format in Self.formats(of: group) {
      table.add([format.rawValue] + sums(group.rows(in: format), hasStrict: !strict.isEmpty))
    }
    table.add(["all"] + sums(group, hasStrict: !strict.isEmpty))
    table.add(["mean of tasks and formats", "", Self.score(group.macroExactMatch)])
    return table.text
  }

  private func sums(_ group: EvaluationGroup, hasStrict: Bool) -> [String] {
    let scores =
      [group.exactMatch, group.chance, group.normalized, group.majorityBaseline]
      + (hasStrict ? [group.strictExactMatch, group.answerPhraseRate] : []) + [group.loss]
    return [Self.grouped(group.examples)] + scores.map(Self.score)
  }

  /// The scores by every metric, and how many tasks each one judges; nothing where only exact match is known.
  private func byMetric(_ group: EvaluationGroup) -> String {
    if group.rows.allSatisfy({ $0.scores == nil }) { return "" }
    var table = MarkdownTable(["metric", "tasks that it judges", "score over all"])
    for metric in AnswerMetric.allCases {
      let judged = Set(group.rows.filter { ($0.metric ?? .exactMatch) == metric }.map(\.task)).count
      table.add([metric.title, "\(judged)", Self.score(group.score(by: metric))])
    }
    table.add(["each task's own", "\(Set(group.rows.map(\.task)).count)", Self.score(group.score)])
    return table.text
  }

  private func byCluster(_ group: EvaluationGroup) -> String {
    let formats = Self.formats(of: group)
    var order: [String] = []
    for row in group.rows where !order.contains(row.cluster ?? row.task) {
      order.append(row.cluster ?? row.task)
    }
    var table = MarkdownTable(
      ["cluster", "tasks"] + formats.map(\.rawValue) + ["all", "chance", "normalized"])
    for name in order {
      let mine = Self.part(of: group) { ($0.cluster ?? $0.task) == name }
      let tasks = Set(mine.rows.map(\.task)).count
      let scores = formats.map { mine.rows(in: $0).exactMatch }
      let others = [mine.exactMatch, mine.chance, mine.normalized]
      table.add([Markdown.text(name), "\(tasks)"] + (scores + others).map(Self.score))
    }
    return table.text
  }

  private static func part(
    of group: EvaluationGroup, where isIn: (EvaluationRow) -> Bool
  ) -> EvaluationGroup {
    EvaluationGroup(name: group.name, rows: group.rows.filter(isIn))
  }

  private static func formats(of group: EvaluationGroup) -> [PromptFormat] {
    PromptFormat.allCases.filter { format in group.rows.contains { $0.format == format } }
  }

  /// What a kind of held-out examples is called.
  package static func title(of name: EvaluationGroup.Name) -> String {
    switch name {
    case .heldOutInstances: "Unseen instances of trained tasks"
    case .heldOutClusters: "Clusters never trained on"
    case .heldOutTexts: "Texts never trained on"
    }
  }

  private static func score(_ value: Double?) -> String { value.map { decimals($0, 3) } ?? "-" }
}
