import Foundation

/// The learning rate as a function of the step.
public struct LearningRateSchedule: Sendable, Hashable {
  /// What follows the warm-up.
  public enum Shape: String, Sendable, Hashable, CaseIterable {
    /// The peak rate throughout: the recipe's choice.
    case constant
    /// Falls in a straight line; it would reach zero one step after the last.
    case linear
    /// Falls as half a cosine; it would reach zero one step after the last (Loshchilov & Hutter 2017).
    case cosine
    /// Falls with one over the square root of the step (T5's pre-training).
    case inverseSquareRoot = "inverse-square-root"
  }

  /// What follows the warm-up.
  public let shape: Shape
  /// The highest rate.
  public let peak: Double
  /// Steps over which the rate grows in a straight line from zero; 0 for none.
  public let warmupSteps: Int
  /// All steps of the run.
  public let totalSteps: Int

  /// A schedule.
  public init(shape: Shape, peak: Double, warmupSteps: Int, totalSteps: Int) {
    self.shape = shape
    self.peak = peak
    self.warmupSteps = warmupSteps
    self.totalSteps = totalSteps
  }

  /// The rate at a step, counted from 0.
  public func rate(at step: Int) -> Double {
    if step < warmupSteps { return peak * Double(step + 1) / Double(warmupSteps) }
    switch shape {
    case .constant: return peak
    case .linear: return peak * remaining(at: step)
    case .cosine: return peak * (1 - Foundation.cos(Double.pi * remaining(at: step))) / 2
    case .inverseSquareRoot:
      let start = Double(max(warmupSteps, 1))
      return peak * (start / max(start, Double(step + 1))).squareRoot()
    }
  }

  /// The share of the steps after the warm-up that is left before a step: 1 at the first, 0 after the last.
  private func remaining(at step: Int) -> Double {
    min(1, max(0, Double(totalSteps - step) / Double(max(1, totalSteps - warmupSteps))))
  }
}
