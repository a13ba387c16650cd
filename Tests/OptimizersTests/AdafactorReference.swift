import Autograd
import Optimizers
import Testing

/// Updates that Tests/References/optimizers.py computed in double precision, from a safetensors file.
struct AdafactorReference {
  private struct Options: Decodable {
    let decay_exponent: Double
    let minimum_dimension_to_factor: Int
    let gradient_epsilon: Float
    let parameter_scale_epsilon: Float
    let clipping_threshold: Float?
    let multiplies_by_parameter_scale: Bool
    let weight_decay: Float
  }

  private struct Case: Decodable {
    let shape: [Int]
    let options: Options
  }

  private struct Description: Decodable {
    let steps: Int
    let rate: Float
    let cases: [Case]
  }

  static let count = 12

  private let file: FixtureFile<Description>
  private var description: Description { file.description }

  var steps: Int { description.steps }
  var rate: Float { description.rate }

  init() throws {
    file = try FixtureFile("adafactor")
    #expect(description.cases.count == Self.count)
  }

  func floats(_ name: String) throws -> [Float] { try file.floats(name) }

  func `case`(_ index: Int) throws -> (Adafactor, Shape) {
    let (options, shape) = (description.cases[index].options, description.cases[index].shape)
    let constants = AdafactorConstants(
      gradientEpsilon: options.gradient_epsilon, parameterScaleEpsilon: options.parameter_scale_epsilon,
      clippingThreshold: options.clipping_threshold,
      multipliesByParameterScale: options.multiplies_by_parameter_scale, weightDecay: options.weight_decay)
    let optimizer = Adafactor(
      constants: constants, decayExponent: options.decay_exponent,
      minimumDimensionToFactor: options.minimum_dimension_to_factor)
    return (optimizer, Shape(shape))
  }
}
