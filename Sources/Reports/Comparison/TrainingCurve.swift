/// What `metrics.jsonl` tells of a run's steps, in a memory that does not grow with the run: neighbours are
/// put together where there are more points than a plot can show.
struct TrainingCurve {
  /// A step, or some steps that are put together.
  struct Point {
    /// The last of them.
    var step: Int
    /// In nats per target token; of several steps weighted by token.
    var loss: Double
    /// The z-loss in nats per target token; not a number where there is none.
    var zLoss = Double.nan
    /// The others are means of the steps.
    var targetTokens: Double
    var inputTokens: Double
    var gradientNorm: Double
    var updateRMS: Double
    var inputFill: Double
    var targetFill: Double
    var learningRate: Double
    var seconds: Double
    var tokensPerSecond: Double
  }

  /// Fewer points than this are kept; of a run that has as many steps, at least half as many.
  static let limit = 1_024
  /// Steps that are kept as they are.
  private static let recentSteps = 20

  /// The curve.
  private(set) var points: [Point] = []
  /// The last steps.
  private(set) var recent: [Point] = []
  /// Seconds of all steps.
  private(set) var seconds = 0.0
  /// Target tokens of all steps.
  private(set) var targetTokens = 0.0
  /// Steps that a point stands for.
  private var stepsOfPoint = 1
  /// Steps that do not fill a point yet.
  private var pending: [Point] = []

  /// Adds the next step.
  mutating func append(_ step: Point) {
    if step.seconds.isFinite { seconds += step.seconds }
    if step.targetTokens.isFinite { targetTokens += max(0, step.targetTokens) }
    recent.append(step)
    if recent.count > Self.recentSteps { recent.removeFirst() }
    // The last point may stand for fewer steps than the others.
    if !pending.isEmpty { points.removeLast() }
    pending.append(step)
    points.append(Self.joined(pending[...]))
    if pending.count < stepsOfPoint { return }
    pending = []
    if points.count == Self.limit { halve() }
  }

  /// The loss of the last steps, weighted by token; not a number where there is none.
  var recentLoss: Double { Self.meanLoss(recent[...]) }

  /// Puts every two points together.
  private mutating func halve() {
    points = stride(from: 0, to: points.count, by: 2).map { Self.joined(points[$0..<($0 + 2)]) }
    stepsOfPoint *= 2
  }

  /// The steps as one point; what is not a number is left out.
  private static func joined(_ steps: ArraySlice<Point>) -> Point {
    func mean(_ value: KeyPath<Point, Double>) -> Double {
      let known = steps.map { $0[keyPath: value] }.filter(\.isFinite)
      return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
    }
    guard steps.count > 1, let last = steps.last else { return steps[steps.startIndex] }
    return Point(
      step: last.step, loss: meanLoss(steps), zLoss: mean(\.zLoss), targetTokens: mean(\.targetTokens),
      inputTokens: mean(\.inputTokens),
      gradientNorm: mean(\.gradientNorm), updateRMS: mean(\.updateRMS), inputFill: mean(\.inputFill),
      targetFill: mean(\.targetFill), learningRate: mean(\.learningRate), seconds: mean(\.seconds),
      tokensPerSecond: mean(\.tokensPerSecond))
  }

  private static func meanLoss(_ steps: ArraySlice<Point>) -> Double {
    let known = steps.filter { $0.loss.isFinite && $0.targetTokens.isFinite }
    let tokens = known.reduce(0) { $0 + $1.targetTokens }
    return tokens > 0 ? known.reduce(0) { $0 + $1.loss * $1.targetTokens } / tokens : .nan
  }
}
