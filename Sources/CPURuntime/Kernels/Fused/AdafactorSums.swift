import Autograd

extension AdafactorConstants {
  /// What an update is multiplied by to become the step.
  func stepSize(rate: Float, update: Float, parameter: Float) -> Float {
    var size = multipliesByParameterScale ? rate * max(parameter, parameterScaleEpsilon) : rate
    if let clippingThreshold { size /= max(1, update / clippingThreshold) }
    return size
  }
}

/// Sums in double precision, one set for each thread, put together in thread order.
struct PartialSums {
  enum Quantity: Int { case gradient, parameter, update, step }

  let sums: UnsafeMutablePointer<Double>
  let threads: Int

  init(_ memory: UnsafeMutableRawPointer, threads: Int) {
    sums = memory.assumingMemoryBound(to: Double.self)
    self.threads = threads
    sums.update(repeating: 0, count: threads * 4)
  }

  @inline(__always)
  func add(_ value: Float, to quantity: Quantity, part: Int) {
    sums[part * 4 + quantity.rawValue] += Double(value)
  }

  func total(_ quantity: Quantity) -> Double {
    var total = 0.0
    for part in 0..<threads { total += sums[part * 4 + quantity.rawValue] }
    return total
  }

  func rootMean(_ quantity: Quantity, _ count: Int) -> Float {
    Float((total(quantity) / Double(count)).squareRoot())
  }
}
