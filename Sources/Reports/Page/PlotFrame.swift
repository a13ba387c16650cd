import Foundation

/// Where values lie in a plot: the range of both axes, and round numbers on them.
struct PlotFrame {
  /// A scale from powers of ten, for values above zero that span several.
  let isLogarithmic: Bool
  let first: Double
  /// The last step of any line; the same as the first where there is but one.
  let last: Double
  let low: Double
  let high: Double

  /// The frame of `points`; `nil` without any.
  init?(_ points: [(x: Double, y: Double)], startsAtZero: Bool, mayBeLogarithmic: Bool = false) {
    guard let first = points.map(\.x).min(), let last = points.map(\.x).max(),
      let low = points.map(\.y).min(), let high = points.map(\.y).max()
    else { return nil }
    (self.first, self.last) = (first, last)
    isLogarithmic = mayBeLogarithmic && low > 0 && high / low > 6
    if isLogarithmic {
      self.low = low / pow(high / low, 0.04)
      self.high = high * pow(high / low, 0.04)
    } else {
      let margin = high > low ? (high - low) * 0.06 : max(abs(high) * 0.1, 1e-12)
      // What cannot be negative is not shown as if it could.
      self.low = startsAtZero ? min(0, low) : low >= 0 ? max(0, low - margin) : low - margin
      // Scores that are all zero are not shown from 0 to nothing.
      self.high = startsAtZero && high == 0 ? 1 : high + margin
    }
  }

  /// A value's place from left to right, 0...1; a single step stands in the middle.
  func x(_ value: Double) -> Double { last > first ? (value - first) / (last - first) : 0.5 }

  /// A value's place from top to bottom, 0...1.
  func y(_ value: Double) -> Double {
    if isLogarithmic { return 1 - log(value / low) / log(high / low) }
    return 1 - (value - low) / (high - low)
  }

  /// Round numbers on the upright axis.
  var verticalTicks: [Double] {
    isLogarithmic ? PlotFrame.powerTicks(low, high) : PlotFrame.ticks(low, high, about: 5)
  }

  /// Steps on the level axis: round ones, and always the last; none so near to it that the two would run into
  /// each other.
  var levelTicks: [Double] {
    let nearest = last - 0.17 * (last - first)
    return PlotFrame.ticks(first, last, about: 4).filter { $0 == $0.rounded() && $0 < nearest } + [last]
  }

  /// Round numbers from `low` to `high`: multiples of 1, 2 or 5 times a power of ten.
  static func ticks(_ low: Double, _ high: Double, about count: Int) -> [Double] {
    guard low.isFinite, high.isFinite, high > low, count > 0 else { return [] }
    let raw = (high - low) / Double(count)
    let power = pow(10, log10(raw).rounded(.down))
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? raw
    let begin = (low / step).rounded(.up)
    let end = (high / step).rounded(.down)
    guard step > 0, begin <= end, end - begin < 100 else { return [] }
    return stride(from: begin, through: end, by: 1).map { $0 * step + 0 }
  }

  /// The numbers 1, 2 and 5 times a power of ten from `low` to `high`; where these are many, the powers
  /// alone.
  static func powerTicks(_ low: Double, _ high: Double) -> [Double] {
    guard low > 0, high.isFinite, high > low else { return [] }
    let powers = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let factors = powers.count > 4 ? [1.0] : [1, 2, 5]
    return powers.flatMap { power in factors.map { $0 * pow(10, Double(power)) } }
      .filter { low <= $0 && $0 <= high }
  }
}
