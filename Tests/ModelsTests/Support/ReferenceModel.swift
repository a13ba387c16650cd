import Autograd
import CPURuntime
import Foundation
import Models
import Testing

/// A tiny T5 with what transformers computes of it (Tests/References/models.py).
struct ReferenceModel {
  struct Description: Decodable {
    struct Greedy: Decodable {
      let end: Int32
      let limit: Int
      let outputs: [[Int32]]
      let hitLimit: [Bool]
    }
    struct Training: Decodable {
      let rate: Float
      let minimumDimensionToFactor: Int
      let zLoss: Double
      let losses: [String: [Double]]
    }
    let sizes: [String: Int]
    let feedForward: String
    let buckets: Int
    let maximumDistance: Int
    let names: [String]
    let loss: Double
    let squaredLogSumExp: Double
    let greedy: Greedy
    let training: Training
    let float32Distances: [String: Float]
  }

  private static let forms: [String: FeedForward] = [
    "relu": .relu, "gated-gelu": .gatedGELU, "gated-silu": .gatedSiLU, "gated-exact-gelu": .gatedExactGELU,
  ]

  static let names = ["v1_0", "v1_1", "v1_1_deep", "ul2", "exact_gelu"]

  let file: ReferenceFile
  let description: Description
  let model: T5
  let batch: TestBatch

  init(_ name: String) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "safetensors"))
    file = try ReferenceFile(url)
    description = try JSONDecoder().decode(Description.self, from: file.description)
    let description = description
    func size(_ name: String) throws -> Int { try #require(description.sizes[name]) }
    let form = try #require(Self.forms[description.feedForward])
    var configuration = T5Configuration(
      modelDimension: try size("d_model"), headDimension: try size("d_kv"), heads: try size("num_heads"),
      encoderLayers: try size("num_layers"), decoderLayers: try size("num_decoder_layers"),
      feedForwardDimension: try size("d_ff"), vocabularySize: try size("vocab_size"),
      feedForward: form, tiesEmbeddings: form == .relu, scalesDecoderOutput: form == .relu)
    configuration.relativeBuckets = description.buckets
    configuration.relativeMaximumDistance = description.maximumDistance
    model = T5(configuration)
    batch = try TestBatch(file)
  }

  /// The reference's weights in a runtime's memory.
  func makeStore(_ runtime: any Runtime) throws -> ParameterStore {
    let store = ParameterStore(model.parameters, runtime: runtime)
    for parameter in model.parameters {
      store[parameter.name].set(try file.floats("weights/\(parameter.name)"))
    }
    return store
  }
}

extension TestBatch {
  /// The batch of a reference file.
  fileprivate init(_ file: ReferenceFile) throws {
    let inputs = try #require(file.tensors["encoderTokens"]).shape
    let targets = try #require(file.tensors["decoderTargets"]).shape
    shape = PackedShape(rows: inputs[0], inputLength: inputs[1], targetLength: targets[1])
    for field in T5.Field.all(shape) where field != .targetWeights {
      integers[field] = try file.integers(field.rawValue)
    }
    weights = try file.floats("targetWeights")
  }
}
