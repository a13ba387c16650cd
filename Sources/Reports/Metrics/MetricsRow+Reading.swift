import Runs

extension MetricsRow {
  /// The step that the cells of `metrics.csv` are of; `nil` where one does not read.
  static func step(_ cells: [String: String]) -> StepMetrics? {
    func integer(_ key: String) -> Int? { cells[key].flatMap { Int($0) } }
    func number(_ key: String) -> Double? { cells[key].flatMap { Double($0) } }
    guard let step = integer("step"), let loss = number("loss"), let targetTokens = integer("targetTokens"),
      let inputTokens = integer("inputTokens"), let examples = integer("examples"),
      let inputFill = number("inputFill"), let targetFill = number("targetFill"),
      let learningRate = number("learningRate"), let seconds = number("seconds")
    else { return nil }
    return StepMetrics(
      step: step, loss: loss, zLoss: number("zLoss"), targetTokens: targetTokens, inputTokens: inputTokens,
      examples: examples, inputFill: inputFill, targetFill: targetFill,
      gradientNorm: number("gradientNorm"), updateRMS: number("updateRMS"), learningRate: learningRate,
      seconds: seconds)
  }
}
