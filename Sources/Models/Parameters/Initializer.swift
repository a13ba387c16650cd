import Autograd
import Foundation

/// How a parameter's first values are drawn.
public enum Initializer: Sendable, Hashable {
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
    func words(_ index: Int, draw: UInt32) -> SIMD4<UInt32> {
      Philox.words(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: tag),
          UInt32(truncatingIfNeeded: tag >> 32), draw),
        key: key)
    }
    for index in elements.indices {
      switch self {
      case .ones: elements[index] = 1
      case .normal(let deviation):
        elements[index] = Float(Self.normal(words(index, draw: 0)) * deviation)
      case .truncatedNormal(let deviation):
        var draw: UInt32 = 0
        var value = Self.normal(words(index, draw: draw))
        while abs(value) > 2 {
          draw += 1
          value = Self.normal(words(index, draw: draw))
        }
        elements[index] = Float(value * deviation / Self.truncatedDeviation)
      case .uniform(let limit):
        elements[index] = Float((Self.unit(words(index, draw: 0).x) * 2 - 1) * limit)
      }
    }
  }

  /// A number strictly between 0 and 1.
  private static func unit(_ word: UInt32) -> Double { (Double(word) + 0.5) / 4_294_967_296 }

  /// A standard normal number, by Box and Muller's transform.
  private static func normal(_ words: SIMD4<UInt32>) -> Double {
    (-2 * Foundation.log(unit(words.x))).squareRoot() * Foundation.cos(2 * Double.pi * unit(words.y))
  }

  /// FNV-1a, 64 bits: the same on every platform and run, unlike Swift's own hashing.
  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
