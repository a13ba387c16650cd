import Diagnostics
import Foundation
import Models
import JSON
import Storage

/// An adapter folder (`adapter_config.json`, `adapter_model.safetensors`) that has been opened and checked against its base model.
package struct OpenedAdapter: Sendable {
  /// The name of the weights' file.
  package static let weightsName = "adapter_model.safetensors"
  /// What a layer's name has in front in the weights' file.
  private static let prefix = "base_model.model."

  /// What its `adapter_config.json` says.
  package let configuration: AdapterConfiguration
  /// The adapter.
  package let adapter: LowRankAdapter
  private let weights: WeightsArchive

  /// Whether a folder holds an adapter.
  package static func isIn(_ folder: String) -> Bool {
    FileStatus("\(folder)/\(AdapterConfiguration.fileName)", followingLinks: true) != nil
  }

  /// Opens a folder and checks that its weights stand beside linear layers of a model, by name, shape and type.
  /// - Throws: `FileError`, `JSONError`, `AdapterError`, `WeightsError`, `UserErrors`.
  package init(folder: String, beside model: any LanguageModel) throws {
    configuration = try AdapterConfiguration(reading: folder)
    weights = try WeightsArchive(file: "\(folder)/\(Self.weightsName)")
    let known = Set(model.linearWeights)
    var found: Set<String> = []
    for tensor in weights.tensors {
      let name = tensor.name.hasPrefix(Self.prefix) ? String(tensor.name.dropFirst(Self.prefix.count)) : ""
      guard let range = name.range(of: ".lora_") else { continue }
      let layer = String(name[..<range.lowerBound])
      if known.contains("\(layer).weight") {
        found.insert("\(layer).weight")
        continue
      }
      throw AdapterError.noSuchLayer(
        location: SourceLocation(file: weights.path, field: tensor.name), layer: layer,
        nearest: NearestName.suggestion(for: layer, in: known.map(LowRankAdapter.layer)))
    }
    adapter = LowRankAdapter(
      rank: configuration.rank, alpha: configuration.alpha, dropout: configuration.dropout,
      targets: model.linearWeights.filter(found.contains))
    try weights.requireFit(
      adapter.parameters(beside: model.parameters).map {
        TensorDescription(name: Self.prefix + $0.name, shape: $0.shape.dimensions)
      })
  }

  /// The folder's name of an adapter's parameter.
  package static func storedName(_ parameter: String) -> String { prefix + parameter }

  /// Reads the weights into the adapter's parameters.
  /// - Throws: `WeightsError` also for a weight that is not finite, `FileError`.
  package func load(into parameters: ParameterStore) throws {
    for target in adapter.targets {
      for name in [LowRankAdapter.down(target), LowRankAdapter.up(target)] {
        try parameters[name].withMutableBytes {
          try weights.readFloats(
            Self.storedName(name), into: $0.bindMemory(to: Float.self), requiringFinite: true)
        }
      }
    }
  }

  /// The weights under the folder's names, to be written.
  package var tensors: [NamedTensor] {
    weights.tensors.map { tensor in
      NamedTensor(tensor.name, shape: tensor.shape) { [weights] body in
        try weights.file(holding: tensor.name).withFinitePieces(of: tensor.name, body)
      }
    }
  }

  /// Whether all weights are stored in bfloat16.
  package var isInBFloat16: Bool { weights.tensors.allSatisfy { $0.elementType == .bfloat16 } }

  /// A weight of the base model with what the adapter adds to it; `nil` where it adds nothing.
  /// - Parameter base: the weight, whose values are read when it is written.
  package func merged(_ base: NamedTensor) -> NamedTensor? {
    guard adapter.targets.contains(base.name) else { return nil }
    return NamedTensor(base.name, shape: base.shape) { body in
      var values: [Float] = []
      try base.withValues { values += $0 }
      try values.withUnsafeMutableBufferPointer { values in
        try merge(into: values, of: base.name)
        try body(UnsafeBufferPointer(values))
      }
    }
  }

  /// Adds to a weight of the base model, `[output, input]`, what the adapter adds to it, if it does.
  /// - Throws: `WeightsError`, `FileError`.
  func merge(into values: UnsafeMutableBufferPointer<Float>, of name: String) throws {
    guard adapter.targets.contains(name) else { return }
    let down = try weights.floats(Self.storedName(LowRankAdapter.down(name)))
    let up = try weights.floats(Self.storedName(LowRankAdapter.up(name)))
    adapter.merge(into: values, down: down, up: up)
  }
}
