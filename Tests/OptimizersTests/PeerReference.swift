import Autograd
import Optimizers
import Testing

/// Ten steps of torch's and optax's optimizers, which Tests/References/optimizer_peers.py took in double precision.
struct PeerReference {
  struct Options: Decodable {
    let rate: Float
    let weight_decay: Float
    let beta1: Double?
    let beta2: Double?
    let epsilon: Float?
    let momentum: Double?
    let minimum_dimension_to_factor: Int?
    let clipping_threshold: Float?
    let multiplies_by_parameter_scale: Bool?
  }

  struct Case: Decodable {
    let peer: String
    let shape: [Int]
    let options: Options

    /// The optimizer with the same options.
    func optimizer() throws -> any Optimizer {
      if peer == "optax.adafactor" {
        return Adafactor(
          constants: AdafactorConstants(
            clippingThreshold: options.clipping_threshold,
            multipliesByParameterScale: options.multiplies_by_parameter_scale ?? true,
            weightDecay: options.weight_decay, momentum: options.momentum),
          minimumDimensionToFactor: try #require(options.minimum_dimension_to_factor))
      }
      return AdamW(
        beta1: try #require(options.beta1), beta2: try #require(options.beta2),
        epsilon: try #require(options.epsilon), weightDecay: options.weight_decay,
        decaysNormsAndBiases: true)
    }
  }

  struct Description: Decodable {
    let steps: Int
    let cases: [Case]
  }

  /// The numbers of the cases.
  static let cases = 0..<15

  private let file: FixtureFile<Description>

  init() throws { file = try FixtureFile("optimizer_peers") }

  var steps: Int { file.description.steps }

  func `case`(_ index: Int) -> Case { file.description.cases[index] }

  func floats(_ index: Int, _ name: String) throws -> [Float] { try file.floats("\(index)/\(name)") }
}
