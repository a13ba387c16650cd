import Autograd

extension AdafactorConstants {
  /// What an update is multiplied by to become the step.
  func stepSize(rate: Float, update: Float, parameter: Float) -> Float {
    var size = multipliesByParameterScale ? rate * max(parameter, parameterScaleEpsilon) : rate
    if let clippingThreshold { size /= max(1, update / clippingThreshold) }
    return size
  }
}

/// Sums in double precision, one set for each part of a tensor, put together in the order of parts.
struct PartialSums {
  enum Quantity: Int { case gradient, parameter, update, step }

  let sums: UnsafeMutablePointer<Double>
  let parts: Int

  init(_ memory: UnsafeMutableRawPointer, parts: Int) {
    sums = memory.assumingMemoryBound(to: Double.self)
    self.parts = parts
    sums.update(repeating: 0, count: parts * 4)
  }

  @inline(__always)
  func add(_ value: Float, to quantity: Quantity, part: Int) {
    sums[part * 4 + quantity.rawValue] += Double(value)
  }

  func total(_ quantity: Quantity) -> Double {
    var total = 0.0
    for part in 0..<parts { total += sums[part * 4 + quantity.rawValue] }
    return total
  }

  func rootMean(_ quantity: Quantity, _ count: Int) -> Float {
    Float((total(quantity) / Double(count)).squareRoot())
  }
}
