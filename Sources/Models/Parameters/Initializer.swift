import Autograd
import Foundation

/// How a parameter's first values are drawn.
public enum Initializer: Sendable, Hashable {
  /// All zeros.
  case zeros
  /// All ones.
  case ones
  /// Normal with mean 0.
  case normal(standardDeviation: Double)
  /// Normal cut off at two standard deviations, then widened so that its standard deviation is the given one.
  case truncatedNormal(standardDeviation: Double)
  /// Uniform between -limit and limit.
  case uniform(limit: Double)

  /// The standard deviation of a normal distribution with deviation 1 after it is cut off at 2.
  private static let truncatedDeviation = 0.879_625_661_034_239_78

  /// Writes first values.
  ///
  /// Element i is a function of (seed, name, i), so a parameter's values do not depend on which others exist.
  public func fill(_ elements: UnsafeMutableBufferPointer<Float>, seed: UInt64, name: String) {
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let tag = Self.hash(name)
    func words(_ block: Int, draw: UInt32) -> SIMD4<UInt32> {
      Philox.words(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: tag),
          UInt32(truncatingIfNeeded: tag >> 32), draw),
        key: key)
    }
    let (scale, limit) = (scale, limit)
    for start in stride(from: 0, to: elements.count, by: 4) {
      let numbers = standardNumbers(words(start / 4, draw: 0))
      for lane in 0..<min(4, elements.count - start) {
        var (number, draw): (Double, UInt32) = (numbers[lane], 0)
        while abs(number) > limit {
          draw += 1
          number = standardNumbers(words(start / 4, draw: draw))[lane]
        }
        elements[start + lane] = Float(number * scale)
      }
    }
  }

  /// What standard numbers are multiplied by.
  private var scale: Double {
    switch self {
    case .zeros, .ones: 1
    case .normal(let deviation): deviation
    case .truncatedNormal(let deviation): deviation / Self.truncatedDeviation
    case .uniform(let limit): limit
    }
  }

  /// The magnitude above which a standard number is drawn again.
  private var limit: Double {
    if case .truncatedNormal = self { 2 } else { .infinity }
  }

  /// Four numbers of the distribution before scaling, from four random words.
  private func standardNumbers(_ words: SIMD4<UInt32>) -> SIMD4<Double> {
    switch self {
    case .zeros: return .zero
    case .ones: return .one
    case .normal, .truncatedNormal:
      let (first, second) = (Self.normals(words.x, words.y), Self.normals(words.z, words.w))
      return SIMD4(lowHalf: first, highHalf: second)
    case .uniform:
      return SIMD4(Self.unit(words.x), Self.unit(words.y), Self.unit(words.z), Self.unit(words.w)) * 2 - 1
    }
  }

  /// A number strictly between 0 and 1.
  private static func unit(_ word: UInt32) -> Double { (Double(word) + 0.5) / 4_294_967_296 }

  /// Two standard normal numbers, by Box and Muller's transform.
  private static func normals(_ first: UInt32, _ second: UInt32) -> SIMD2<Double> {
    let radius = (-2 * Foundation.log(unit(first))).squareRoot()
    let angle = 2 * Double.pi * unit(second)
    return SIMD2(radius * Foundation.cos(angle), radius * Foundation.sin(angle))
  }

  /// FNV-1a, 64 bits: the same on every platform and run, unlike Swift's own hashing.
  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
