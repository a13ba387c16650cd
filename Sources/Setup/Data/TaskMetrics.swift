import Diagnostics
import Evaluation
import Instructions
import Recipes
import Settings

/// The metrics that a recipe gives single tasks in `evaluation.metrics`.
package struct TaskMetrics {
  private let patterns: [(pattern: NamePattern, metric: AnswerMetric)]

  /// The settings of a recipe, the longest pattern first: it says most.
  package init(_ settings: [String: AnswerMetric]) {
    patterns = settings.sorted { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }
      .map { (NamePattern($0.key), $0.value) }
  }

  /// Gives tasks the metric of the longest pattern that their names match.
  /// - Throws: `RecipeError` where a name without wildcards is that of no task.
  package func apply(to tasks: inout [InstructionTask], of loaded: LoadedRecipe) throws(RecipeError) {
    if patterns.isEmpty { return }
    for (pattern, _) in patterns where pattern.isName && !tasks.contains(where: { pattern.matches($0.name) })
    {
      throw .contradiction(
        location: loaded.place(of: "evaluation.metrics.\(pattern.text)"),
        problem: "names '\(pattern.text)', which is no task of the recipe's sources",
        nextStep: NearestName.advice(for: pattern.text, in: tasks.map(\.name)))
    }
    for index in tasks.indices {
      if let metric = patterns.first(where: { $0.pattern.matches(tasks[index].name) })?.metric {
        tasks[index].metric = metric
      }
    }
  }

  /// What judges the tasks of held-out sets, and why, in words: one line for each metric and reason; none
  /// where exact match judges all of them.
  package static func notes(_ sets: [HeldOutSet]) -> [String] {
    let groups = sets.filter { !$0.isOfTexts }.flatMap(\.groups)
    if groups.allSatisfy({ $0.metric.metric == .exactMatch }) { return [] }
    var lines: [String] = []
    for metric in AnswerMetric.allCases {
      for reason in MetricChoice.Reason.allCases {
        let choice = MetricChoice(metric, reason)
        var seen: Set<String> = []
        let names = groups.filter { $0.metric == choice }.map(\.task).filter { seen.insert($0).inserted }
        if names.isEmpty { continue }
        let more = names.count > shown ? ", ..." : ""
        lines.append(
          "\(metric.title) judges \(names.count == 1 ? "1 task" : "\(names.count) tasks") (\(reason.words)): "
            + names.prefix(shown).joined(separator: ", ") + more)
      }
    }
    return lines
  }

  /// Names of tasks in a line.
  private static let shown = 5
}
