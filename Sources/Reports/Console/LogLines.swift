import Evaluation
import Runs
import Text

/// Turns events into the lines that the console and `log.txt` share.
struct LogLines {
  /// What a row of an evaluation's table stands for.
  private let grouping: EvaluationTextTable.Grouping
  private var every = 1
  private var steps = 0
  private(set) var window = StepWindow()

  init(evaluationsBy grouping: EvaluationTextTable.Grouping) { self.grouping = grouping }

  /// The lines for `event`; none for a step between two log lines.
  mutating func lines(for event: TrainingEvent) -> [String] {
    switch event {
    case .runStarted(let summary):
      every = max(1, summary.loggingEvery)
      steps = summary.arithmetic.steps
      return StartPage.lines(summary)
    case .stepCompleted(let metrics):
      window.add(metrics)
      let isDue = metrics.step % every == 0 || metrics.step == 1 || metrics.step == steps
      if !isDue, metrics.loss.isFinite { return [] }
      defer { window.close() }
      return [stepLine(metrics)]
    case .progress: return []
    case .evaluationStarted(let step, let examples):
      return ["eval step \(step) | \(NumberText.grouped(examples)) examples"]
    case .evaluationCompleted(let summary): return evaluationLines(summary)
    case .checkpointSaved(let step, let path, let seconds):
      return ["checkpoint step \(step) | \(path) | \(NumberText.duration(seconds))"]
    case .bestUpdated(let step, let metric, let value):
      return ["best step \(step) | \(metric.rawValue) \(NumberText.score(value))"]
    case .stepSizes(let step, let updates):
      return stepSizeLines(step, updates)
    case .spikeFound(let spike): return [spikeLine(spike)]
    case .examplesCounted(let ledger): return [""] + LedgerTextTable.textLines(ledger) + [""]
    case .message(.note, let text): return [text]
    case .message(.warning, let text): return ["warning: \(text)"]
    case .runFinished(let outcome): return [endLine(outcome)] + untrainedLines(outcome)
    }
  }

  private func stepLine(_ metrics: StepMetrics) -> String {
    var parts = ["step \(metrics.step)/\(steps)"]
    let deviation = window.deviation.map { " (\($0 < 0 ? "" : "+")\(NumberText.fixed($0, 1))z)" } ?? ""
    parts.append("loss \(NumberText.fixed(window.loss, 3))\(deviation)")
    if let zLoss = window.zLoss { parts.append("z-loss \(NumberText.significant(zLoss))") }
    parts.append("tgt-tok \(NumberText.short(window.targetTokensPerStep.rounded()))")
    if let norm = metrics.gradientNorm { parts.append("norm \(NumberText.fixed(norm, 2))") }
    parts.append("lr \(NumberText.scientific(metrics.learningRate))")
    parts.append(NumberText.duration(window.secondsPerStep))
    parts.append("\(NumberText.short(window.tokensPerSecond)) tok/s")
    // Of prompts, then of targets: a decoder that learns whole documents has hardly any prompts.
    let fill = [metrics.inputFill, metrics.targetFill].map { NumberText.percent($0, decimals: 0) }
    parts.append("fill \(fill.joined(separator: "/"))")
    if metrics.step < steps { parts.append("eta \(remaining(after: metrics.step))") }
    return parts.joined(separator: " | ")
  }

  /// The time that the steps after `step` will take at the window's pace.
  func remaining(after step: Int) -> String {
    NumberText.duration(Double(max(0, steps - step)) * window.recentSecondsPerStep)
  }

  private func evaluationLines(_ summary: EvaluationSummary) -> [String] {
    var parts = ["eval step \(summary.step)"]
    for group in summary.groups {
      if group.name == .heldOutTexts {
        let words = group.exactMatch.map { ", last word \(NumberText.score($0))" } ?? ""
        parts.append(
          "\(EvaluationTextTable.title(of: group.name)): loss \(NumberText.score(group.loss))\(words)")
        continue
      }
      let score = group.metrics == [.exactMatch] ? "" : ", score \(NumberText.score(group.score))"
      parts.append(
        "\(EvaluationTextTable.title(of: group.name)): exact match \(NumberText.score(group.exactMatch))"
          + " (\(beside(group))), loss \(NumberText.score(group.loss))\(score)")
    }
    for report in summary.suites ?? [] {
      parts.append("\(report.suite): \(report.metric) \(NumberText.score(report.mean))")
    }
    if summary.isBest { parts.append("best") }
    if summary.cutAnswers > 0 { parts.append("\(summary.cutAnswers) answers cut at the length limit") }
    parts.append(NumberText.duration(summary.seconds))
    return [parts.joined(separator: " | ")] + EvaluationTextTable.textLines(summary, by: grouping) + [""]
  }

  /// What an exact match is worth.
  private func beside(_ group: EvaluationGroup) -> String {
    var parts: [String] = []
    if let chance = group.chance {
      parts.append("chance \(NumberText.score(chance))")
      parts.append("normalized \(NumberText.score(group.normalized))")
    }
    parts.append("majority \(NumberText.score(group.majorityBaseline))")
    if group.hasRationales {
      parts.append("rationales strict \(NumberText.score(group.strictExactMatch))")
      parts.append("\"answer is\" \(NumberText.score(group.answerPhraseRate))")
    }
    return parts.joined(separator: ", ")
  }

  private func stepSizeLines(_ step: Int, _ updates: [String: Double]) -> [String] {
    let order = updates.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard let largest = order.first, let smallest = order.last else { return [] }
    let ends = [largest, smallest].map { "\($0.key) \(NumberText.scientific($0.value))" }
    return ["update sizes step \(step) | \(updates.count) tensors | largest \(ends[0]) | smallest \(ends[1])"]
  }

  private func spikeLine(_ spike: LossSpike) -> String {
    let what = spike.quantity == .loss ? "loss" : "gradient norm"
    let examples = spike.examples.map { "\($0.words) \(NumberText.fixed($0.loss, 2))" }
    return "warning: spike at step \(spike.step): \(what) \(NumberText.fixed(spike.value, 3)), "
      + "\(NumberText.fixed(spike.deviations, 1)) deviations above its mean \(NumberText.fixed(spike.mean, 3)); "
      + "highest losses: \(examples.joined(separator: ", "))"
  }

  /// That nothing better came of training, where it did not.
  private func untrainedLines(_ outcome: RunOutcome) -> [String] {
    guard outcome.isBestUntrained, let metric = outcome.bestMetric else { return [] }
    return [
      "warning: the best checkpoint is that of step 0, which has had no training: by \(metric.rawValue), and the "
        + "loss where that is the same, no later evaluation was better; the last weights are in checkpoints/"
    ]
  }

  private func endLine(_ outcome: RunOutcome) -> String {
    let ending =
      switch outcome.ending {
      case .finished: "done after \(outcome.step) steps"
      case .stoppedEarly:
        "done early after \(outcome.step) of \(steps) steps: no better score in evaluation.patience evaluations"
      case .reachedScore:
        "done after \(outcome.step) of \(steps) steps: the score has reached evaluation.stopAt"
      case .stopped: "stopped after step \(outcome.step), with a full checkpoint; the run can be resumed"
      case .diverged: "diverged after step \(outcome.step): the loss or a weight is no longer finite"
      case .failed: "failed at step \(outcome.step)"
      }
    var parts = [ending]
    if let step = outcome.bestStep, let metric = outcome.bestMetric {
      let loss = outcome.bestLoss.map { ", held-out loss \(NumberText.score($0))" } ?? ""
      parts.append("best step \(step): \(metric.rawValue) \(NumberText.score(outcome.bestValue))\(loss)")
    }
    return parts.joined(separator: " | ")
  }
}
