import Runs

/// The steps since the last log line, and what came before them as far as a line needs it.
///
/// The line's loss is weighted by token over these steps; beside it stands how many standard deviations it
/// lies from the losses of the last hundred lines, which makes a spike stand out.
struct StepWindow {
  private static let historyLength = 100
  private static let leastHistory = 10

  private var lossSum = 0.0
  private var zLossSum: Double?
  private var targetTokens = 0
  private var tokens = 0
  private var seconds = 0.0
  private(set) var count = 0
  private(set) var last: StepMetrics?
  private var history: [Double] = []
  private var closed: (loss: Double, secondsPerStep: Double)?

  mutating func add(_ metrics: StepMetrics) {
    lossSum += metrics.loss * Double(metrics.targetTokens)
    if let zLoss = metrics.zLoss { zLossSum = (zLossSum ?? 0) + zLoss * Double(metrics.targetTokens) }
    targetTokens += metrics.targetTokens
    tokens += metrics.targetTokens + metrics.inputTokens
    seconds += metrics.seconds
    count += 1
    last = metrics
  }

  /// Cross-entropy per target token over the window; of the last step alone when there is no token.
  var loss: Double { targetTokens > 0 ? lossSum / Double(targetTokens) : last?.loss ?? 0 }
  /// The z-loss per target token over the window; `nil` where there is none.
  var zLoss: Double? { zLossSum.flatMap { targetTokens > 0 ? $0 / Double(targetTokens) : nil } }
  var targetTokensPerStep: Double { count > 0 ? Double(targetTokens) / Double(count) : 0 }
  var secondsPerStep: Double { count > 0 ? seconds / Double(count) : 0 }
  /// `loss`, or that of the window before while this one is empty.
  var recentLoss: Double { count > 0 ? loss : closed?.loss ?? loss }
  /// `secondsPerStep`, or that of the window before while this one is empty.
  var recentSecondsPerStep: Double { count > 0 ? secondsPerStep : closed?.secondsPerStep ?? 0 }
  var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }

  /// How many standard deviations `loss` lies from the mean of the history; `nil` while that is short.
  var deviation: Double? {
    if history.count < StepWindow.leastHistory { return nil }
    let mean = history.reduce(0, +) / Double(history.count)
    let variance = history.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(history.count)
    let deviation = variance.squareRoot()
    return deviation > 0 && deviation.isFinite ? (loss - mean) / deviation : nil
  }

  /// Starts the next window.
  mutating func close() {
    closed = (loss, secondsPerStep)
    if loss.isFinite { history.append(loss) }
    if history.count > StepWindow.historyLength { history.removeFirst() }
    (lossSum, targetTokens, tokens, seconds, count) = (0, 0, 0, 0, 0)
    zLossSum = nil
  }
}
