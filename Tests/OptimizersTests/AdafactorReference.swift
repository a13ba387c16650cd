import Autograd
import Foundation
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

  private let data: Data
  private let start: Int
  private let fields: [String: Any]
  private let description: Description

  var steps: Int { description.steps }
  var rate: Float { description.rate }

  init() throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/adafactor", withExtension: "safetensors"))
    data = try Data(contentsOf: url)
    start = 8 + data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    fields = try #require(try JSONSerialization.jsonObject(with: data[8..<start]) as? [String: Any])
    let metadata = try #require(fields["__metadata__"] as? [String: String])
    description = try JSONDecoder().decode(
      Description.self, from: Data(try #require(metadata["description"]).utf8))
    #expect(description.cases.count == Self.count)
  }

  func floats(_ name: String) throws -> [Float] {
    let entry = try #require(fields[name] as? [String: Any], "\(name)")
    let offsets = try #require(entry["data_offsets"] as? [Int])
    let bytes = [UInt8](data[(start + offsets[0])..<(start + offsets[1])])
    return bytes.withUnsafeBytes { source in
      stride(from: 0, to: source.count, by: 4).map {
        source.loadUnaligned(fromByteOffset: $0, as: Float.self)
      }
    }
  }

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
