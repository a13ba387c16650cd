import Evaluation
import Instructions

/// Several runs side by side: what differs in what they were made of, their curves, their final scores.
package struct RunComparison: Encodable, Equatable {
  /// One run.
  package struct Run: Encodable, Equatable {
    let name: String
    let folder: String
    let state: String
    let steps: Int
    /// Cross-entropy per target token of the last steps.
    let trainingLoss: Double?
    /// Seconds of training and evaluation.
    let seconds: Double
    /// The step of the evaluation that `scores` are of: the best one.
    let bestStep: Int?
    let scores: [Score]
  }

  /// A score of the best evaluation.
  struct Score: Encodable, Equatable {
    let group: EvaluationGroup.Name
    /// The format; `nil` for all together.
    let format: PromptFormat?
    let exactMatch: Double?
    let chance: Double?
    let normalized: Double?
    let strictExactMatch: Double?
    let answerPhraseRate: Double?
    let loss: Double?
    /// The mean of the tasks' scores by their own metrics.
    let score: Double?
    /// The scores by the metrics besides exact match.
    let scores: [AnswerMetric: Double]
    let majorityBaseline: Double?
  }

  /// Something that is not the same in all runs; the values stand in their order.
  struct Difference: Encodable, Equatable {
    let key: String
    let values: [String?]
  }

  /// A curve's value in each run, in their order.
  struct CurvePoint: Encodable, Equatable {
    let step: Int
    let values: [Double?]
  }

  /// The runs.
  let runs: [Run]
  /// Differences of the passports, but for names and recipes, and of what changed on the runs' way.
  let passports: [Difference]
  /// Differences of the resolved recipes.
  let recipes: [Difference]
  /// Whether nothing differs that results depend on: recipe, data, vocabulary, first weights, program,
  /// threads.
  let areTheSame: Bool
  /// The training loss, the mean of the steps since the point before.
  let trainingLoss: [CurvePoint]
  /// The exact match of each held-out group after each step that a run was evaluated after.
  let exactMatch: [String: [CurvePoint]]

  /// Compares the runs of `records`.
  package init(_ records: [RunRecord]) {
    let names = records.map(\.name)
    let labels = Set(names).count == names.count ? names : records.map(\.folder.path)
    runs = zip(records, labels).map(Run.init)
    recipes = Differences.ofRecipes(records).rows.map { Difference(key: $0.key, values: $0.values) }
    passports = Differences.ofPassports(records).rows.map { Difference(key: $0.key, values: $0.values) }
    let harmless: Set = ["recipe", "recipe's SHA-256", "resolved recipe's SHA-256", "overrides", "system"]
    areTheSame =
      records.allSatisfy { $0.passport != nil }
      && recipes.allSatisfy { RunComparison.isHarmless($0.key) }
      && passports.allSatisfy { difference in
        let subject = PassportRows.subject(difference.key)
        return harmless.contains(subject) || subject != difference.key && RunComparison.isHarmless(subject)
      }
    trainingLoss = RunComparison.trainingLoss(records)
    exactMatch = Dictionary(
      uniqueKeysWithValues: EvaluationGroup.Name.allCases.map { name in
        (name.rawValue, RunComparison.exactMatch(records, name))
      }.filter { !$0.1.isEmpty })
  }

  /// Whether results do not depend on a setting.
  private static func isHarmless(_ setting: String) -> Bool {
    ["output.", "logging.", "memory."].contains { setting.hasPrefix($0) }
  }

  /// Points of a curve.
  private static let points = 10

  private static func trainingLoss(_ records: [RunRecord]) -> [CurvePoint] {
    let last = records.compactMap(\.lastStep).max() ?? 0
    let length = max(1, (last + points - 1) / points)
    return stride(from: length, through: last + length - 1, by: length).map { end in
      CurvePoint(
        step: min(end, last),
        values: records.map { record in
          let window = record.curve.points.filter {
            end - length < $0.step && $0.step <= end && $0.loss.isFinite
          }
          let tokens = window.reduce(0) { $0 + $1.targetTokens }
          return tokens > 0 ? window.reduce(0) { $0 + $1.loss * $1.targetTokens } / tokens : nil
        })
    }
  }

  private static func exactMatch(_ records: [RunRecord], _ name: EvaluationGroup.Name) -> [CurvePoint] {
    let steps = Set(records.flatMap { $0.evaluations.map(\.step) }).sorted()
    return steps.map { step in
      CurvePoint(
        step: step,
        values: records.map { record in
          record.evaluations.first { $0.step == step }?.group(name)?.exactMatch
        })
    }.filter { $0.values.contains { $0 != nil } }
  }
}

extension RunComparison.Run {
  init(_ record: RunRecord, _ name: String) {
    let loss = record.curve.recentLoss
    self.init(
      name: name, folder: record.folder.path, state: record.state, steps: record.lastStep ?? 0,
      trainingLoss: loss.isFinite ? loss : nil, seconds: record.seconds, bestStep: record.best?.step,
      scores: (record.best?.groups ?? []).flatMap { group in
        EvaluationTextTable.formats(of: group).map { format in
          RunComparison.Score(group.rows(in: format), format)
        } + [RunComparison.Score(group, nil)]
      })
  }
}

extension RunComparison.Score {
  init(_ group: EvaluationGroup, _ format: PromptFormat?) {
    self.init(
      group: group.name, format: format, exactMatch: group.exactMatch, chance: group.chance,
      normalized: group.normalized, strictExactMatch: group.strictExactMatch,
      answerPhraseRate: group.answerPhraseRate, loss: group.loss, score: group.score,
      scores: Dictionary(
        uniqueKeysWithValues: AnswerMetric.graded.compactMap { metric in
          group.score(by: metric).map { (metric, $0) }
        }),
      majorityBaseline: group.majorityBaseline)
  }
}
