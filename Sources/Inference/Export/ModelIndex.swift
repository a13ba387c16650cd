import Evaluation
import Instructions
import Text

/// The scores of an evaluation as hubs index them: `metrics` and `model-index` of a model card's front
/// matter.
package struct ModelIndex {
  /// A score: the hub's name for the metric, what readers call it, and a value from 0 to 1.
  private typealias Score = (type: String, name: String, value: Double)
  /// What was asked, and how it was answered.
  private typealias Result = (name: String, type: String, scores: [Score])

  private let results: [Result]

  /// Every metric of every group and suite that has a score.
  package init(_ evaluation: EvaluationSummary) {
    let groups = evaluation.groups.map { group -> Result in
      let scores = AnswerMetric.allCases.compactMap { metric -> Score? in
        group.score(by: metric).map { (metric.hubName, metric.title, $0) }
      }
      return (ModelCard.title(of: group.name), group.name.rawValue, scores)
    }
    let suites = (evaluation.suites ?? []).filter { !$0.tasks.isEmpty }.map { report -> Result in
      let others = (report.otherMetrics ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      let scores = ([(report.metric, report.mean)] + others).map { name, value -> Score in
        (SuiteMetric(rawValue: name)?.hubName ?? name, name, value)
      }
      return (report.suite, report.family, scores)
    }
    results = (groups + suites).filter { !$0.scores.isEmpty }
  }

  /// The lines of the front matter; none without scores.
  package func lines(model title: String) -> [String] {
    if results.isEmpty { return [] }
    var types: [String] = []
    for score in results.flatMap({ $0.scores }) where !types.contains(score.type) { types.append(score.type) }
    var lines = ["metrics:"] + types.map { "- \($0)" }
    lines += ["model-index:", "- name: \(YAML.quoted(title))", "  results:"]
    for result in results {
      lines += [
        "  - task:", "      type: text2text-generation", "    dataset:",
        "      name: \(YAML.quoted(result.name))", "      type: \(YAML.quoted(result.type))", "    metrics:",
      ]
      for score in result.scores {
        lines += [
          "    - type: \(score.type)", "      name: \(YAML.quoted(score.name))",
          "      value: \(ModelCard.decimals(score.value, 6))",
        ]
      }
    }
    return lines
  }
}

extension AnswerMetric {
  /// The metric in Hugging Face's `evaluate`; ROUGE's kinds are one there.
  fileprivate var hubName: String {
    switch self {
    case .exactMatch: "exact_match"
    case .tokenF1: "f1"
    case .rouge1, .rouge2, .rougeL: "rouge"
    case .bleu: "bleu"
    case .chrF: "chrf"
    }
  }
}

extension SuiteMetric {
  fileprivate var hubName: String {
    switch self {
    case .exactMatch, .normalizedExactMatch, .squadExactMatch, .number: "exact_match"
    case .squadF1: "f1"
    case .rougeL: "rouge"
    case .choice: "accuracy"
    }
  }
}
