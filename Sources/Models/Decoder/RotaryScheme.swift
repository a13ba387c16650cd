import Foundation

/// How far rotary positions turn each pair of a head's elements (Su et al. 2021), with the scalings that published models use to
/// read more tokens than they were first trained with.
public struct RotaryScheme: Sendable, Hashable {
  /// What the frequencies of a base are changed by.
  public enum Scaling: Sendable, Hashable {
    /// All are divided by a factor (`linear`; Chen et al. 2023).
    case linear(factor: Double)
    /// Only those of long wavelengths are, with a transition between two wavelengths (`llama3`, Llama 3.1).
    case llama3(Llama3)
  }

  /// The constants of Llama 3.1's scaling.
  public struct Llama3: Sendable, Hashable {
    /// What frequencies of long wavelengths are divided by (`factor`).
    public var factor: Double
    /// Wavelengths above `originalLength` divided by this are scaled whole (`low_freq_factor`).
    public var lowFrequencyFactor: Double
    /// Wavelengths below `originalLength` divided by this are not scaled (`high_freq_factor`).
    public var highFrequencyFactor: Double
    /// The length of the first training, in tokens (`original_max_position_embeddings`).
    public var originalLength: Double

    /// Constants of a scaling.
    public init(
      factor: Double, lowFrequencyFactor: Double, highFrequencyFactor: Double, originalLength: Double
    ) {
      self.factor = factor
      self.lowFrequencyFactor = lowFrequencyFactor
      self.highFrequencyFactor = highFrequencyFactor
      self.originalLength = originalLength
    }
  }

  /// The base of the frequencies (`rope_theta`).
  public var base = 10_000.0
  /// The share of a head's elements that are turned, from its front on (`partial_rotary_factor`).
  public var share = 1.0
  /// What changes the frequencies (`rope_scaling`).
  public var scaling: Scaling?

  /// The scheme of the first Llama.
  public init() {}

  /// The angle of every pair from one position to the next, in radians: base^(-2i / turned elements), scaled. Computed in float32
  /// where `transformers` does, so that angles at far positions are the same.
  public func frequencies(headDimension: Int) -> [Float] {
    let turned = Int(Double(headDimension) * share)
    return (0..<pairs(headDimension: headDimension)).map { pair in
      let exponent = Float(2 * pair) / Float(turned)
      return scaled(1 / pow(Float(base), exponent))
    }
  }

  /// Pairs of a head's elements that are turned.
  public func pairs(headDimension: Int) -> Int { Int(Double(headDimension) * share) / 2 }

  private func scaled(_ frequency: Float) -> Float {
    switch scaling {
    case nil: return frequency
    case .linear(let factor): return frequency / Float(factor)
    case .llama3(let constants):
      let wavelength = 2 * Double.pi / Double(frequency)
      let turns = constants.originalLength / wavelength
      if turns < constants.lowFrequencyFactor { return frequency / Float(constants.factor) }
      if turns > constants.highFrequencyFactor { return frequency }
      let smooth =
        (turns - constants.lowFrequencyFactor)
        / (constants.highFrequencyFactor - constants.lowFrequencyFactor)
      return Float((1 - smooth) * Double(frequency) / constants.factor + smooth * Double(frequency))
    }
  }
}
