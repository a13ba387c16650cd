/// The constants of an Adafactor update (Shazeer & Stern 2018; t5x/adafactor.py).
public struct AdafactorConstants: Hashable, Sendable {
  /// Added to the squared gradient: epsilon 1 of the paper.
  public var gradientEpsilon: Float
  /// The least root mean square that a parameter is taken to have: epsilon 2 of the paper.
  public var parameterScaleEpsilon: Float
  /// The root mean square above which an update is scaled down to it; `nil` never does.
  public var clippingThreshold: Float?
  /// Whether the step is in proportion to the parameter's root mean square.
  public var multipliesByParameterScale: Bool
  /// The share of the parameter taken off at each step, not scaled by the learning rate.
  public var weightDecay: Float
  /// The share of the average of past steps in a step: beta 1 of the paper; `nil` keeps no first moment.
  public var momentum: Double?

  /// The constants; the defaults are those of t5x.
  public init(
    gradientEpsilon: Float = 1e-30, parameterScaleEpsilon: Float = 1e-3, clippingThreshold: Float? = 1,
    multipliesByParameterScale: Bool = true, weightDecay: Float = 0, momentum: Double? = nil
  ) {
    self.gradientEpsilon = gradientEpsilon
    self.parameterScaleEpsilon = parameterScaleEpsilon
    self.clippingThreshold = clippingThreshold
    self.multipliesByParameterScale = multipliesByParameterScale
    self.weightDecay = weightDecay
    self.momentum = momentum
  }
}
