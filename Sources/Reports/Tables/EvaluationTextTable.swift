import Evaluation
import Foundation
import Instructions
import Text

/// Held-out scores as a matrix: one row for each task or cluster, one column for each format.
package enum EvaluationTextTable {
  /// What a row of the matrix stands for.
  package enum Grouping: Sendable {
    /// One task.
    case task
    /// All tasks of a cluster.
    case cluster
  }

  /// One row of the matrix.
  struct Row {
    let name: String
    let cluster: String?
    /// The score in each of `formats(of:)`, or `nil` where there is no example in the format.
    let scores: [Double?]
    /// All formats together.
    let all: EvaluationGroup
  }

  /// The lines of the tables of all groups of `summary`: exact match by format, then the scores by metric.
  /// - Parameter showsAllScores: whether every row's scores by metric are shown; else the sums alone, of
  ///   groups that exact match does not judge by itself.
  package static func textLines(
    _ summary: EvaluationSummary, by grouping: Grouping = .task, showsAllScores: Bool = false
  ) -> [String] {
    (summary.weights?.note.map { ["", $0] } ?? [])
      + summary.groups.flatMap { group in
        let isJudgedOtherwise = showsAllScores || group.metrics != [.exactMatch]
        let isShown = isJudgedOtherwise && group.name != .heldOutTexts
        let scores = isShown ? MetricsTextTable.textLines(group, by: showsAllScores ? grouping : nil) : []
        return [""] + textLines(group, by: grouping) + (scores.isEmpty ? [] : [""] + scores)
      }
      + (summary.suites.map { [""] + SuiteMatrixTextTable.suiteLines($0) } ?? [])
  }

  /// The lines of one group's table: exact match by row and format, then beside chance, by the strict rule
  /// where there are rationales, loss and examples; of texts loss and last words.
  package static func textLines(_ group: EvaluationGroup, by grouping: Grouping = .task) -> [String] {
    if group.name == .heldOutTexts { return lossLines(group) }
    let formats = formats(of: group)
    var table = TextTable(
      [.init(title(of: group.name)), .init(grouping == .task ? "cluster" : "tasks")]
        + formats.map { .init($0.rawValue, .right) }
        + scoreTitles(of: group).map { .init($0, .right) } + [.init("examples", .right)])
    for row in rows(of: group, by: grouping) {
      table.add([row.name, row.cluster ?? ""] + row.scores.map(NumberText.score) + sums(row.all, of: group))
    }
    table.addRule()
    func byFormat(_ title: String, _ score: (EvaluationGroup) -> Double?) -> [String] {
      [title, ""] + formats.map { NumberText.score(score(group.rows(in: $0))) }
    }
    table.add(byFormat("all", \.exactMatch) + sums(group, of: group))
    if group.chance != nil {
      table.add(byFormat("chance", \.chance))
      table.add(byFormat("normalized", \.normalized))
    }
    if group.hasRationales {
      table.add(byFormat("strict", \.strictExactMatch))
      table.add(byFormat("\"answer is\"", \.answerPhraseRate))
    }
    table.add(
      ["mean of tasks and formats", ""] + formats.map { _ in "" } + [NumberText.score(group.macroExactMatch)])
    return table.lines()
  }

  /// The lines of the table of texts: the loss of each source, in nats per target token, and its exponential;
  /// then the share of last words that are right, where some could be asked for.
  static func lossLines(_ group: EvaluationGroup) -> [String] {
    let asksWords = group.exactMatch != nil
    let titles =
      ["loss", "perplexity", "target tokens", "pieces"] + (asksWords ? ["last word", "asked"] : [])
    var table = TextTable([.init(title(of: group.name))] + titles.map { .init($0, .right) })
    func add(_ name: String, _ rows: EvaluationGroup) {
      let tokens = rows.rows.reduce(0) { $0 + $1.targetTokens }
      let asked = rows.rows.filter(\.isAnswered).reduce(0) { $0 + $1.askedExamples }
      let words = asksWords ? [NumberText.score(rows.exactMatch), NumberText.grouped(asked)] : []
      table.add(
        [name, NumberText.score(rows.loss), NumberText.score(rows.loss.map(exp))]
          + [tokens, rows.examples].map(NumberText.grouped) + words)
    }
    for row in group.rows { add(row.task, EvaluationGroup(name: group.name, rows: [row])) }
    if group.rows.count > 1 {
      table.addRule()
      add("all", group)
    }
    return table.lines()
  }

  /// The group's name for readers.
  static func title(of name: EvaluationGroup.Name) -> String {
    switch name {
    case .heldOutInstances: "held-out instances"
    case .heldOutClusters: "held-out clusters"
    case .heldOutTexts: "held-out texts"
    }
  }

  /// The formats that occur in `group`, in the order of their declaration.
  static func formats(of group: EvaluationGroup) -> [PromptFormat] {
    PromptFormat.allCases.filter { format in group.rows.contains { $0.format == format } }
  }

  /// The rows of the matrix of `group`, in the order of their first scores.
  static func rows(of group: EvaluationGroup, by grouping: Grouping) -> [Row] {
    var order: [String] = []
    var members: [String: [EvaluationRow]] = [:]
    for row in group.rows {
      let name = grouping == .task ? row.task : row.cluster ?? row.task
      if members[name] == nil { order.append(name) }
      members[name, default: []].append(row)
    }
    let formats = formats(of: group)
    return order.map { name in
      let mine = members[name] ?? []
      let tasks = Set(mine.map(\.task)).count
      return Row(
        name: name,
        cluster: grouping == .task ? mine.first?.cluster : tasks == 1 ? "1 task" : "\(tasks) tasks",
        scores: formats.map { EvaluationGroup(name: group.name, rows: mine).rows(in: $0).exactMatch },
        all: EvaluationGroup(name: group.name, rows: mine))
    }
  }

  /// The titles of a group's scores over all formats.
  static func scoreTitles(of group: EvaluationGroup) -> [String] {
    ["exact match"] + (group.chance == nil ? [] : ["chance", "normalized"]) + ["majority"]
      + (group.hasRationales ? ["strict", "\"answer is\""] : []) + ["loss"]
  }

  /// The scores over all formats that `scoreTitles(of: whole)` name, of all or some of the rows of `whole`.
  static func scores(_ group: EvaluationGroup, of whole: EvaluationGroup) -> [Double?] {
    [group.exactMatch] + (whole.chance == nil ? [] : [group.chance, group.normalized])
      + [group.majorityBaseline]
      + (whole.hasRationales ? [group.strictExactMatch, group.answerPhraseRate] : []) + [group.loss]
  }

  private static func sums(_ group: EvaluationGroup, of whole: EvaluationGroup) -> [String] {
    scores(group, of: whole).map(NumberText.score) + [NumberText.grouped(group.examples)]
  }
}
