import Autograd
import CPURuntime
import Checkpoints
import Foundation
import Models

/// Model folders that `transformers` wrote (Tests/References/checkpoints.py), with their logits.
struct ExportFixture {
  struct Description: Decodable {
    let input_ids: [[Int32]]
    let decoder_input_ids: [[Int32]]
    let tied: Bool
    let logits: [Float]
  }

  static let names = [
    "tied-transformers4", "tied-transformers5", "untied-transformers4", "untied-transformers5",
    "mt5-transformers4", "mt5-transformers5", "tied-float16-transformers4", "untied-sharded-transformers4",
    "untied-bfloat16-transformers5", "tied-bfloat16-sharded-transformers5",
  ]

  let folder: String
  let description: Description

  init(_ name: String) throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    folder = tests.appending(path: "CheckpointsTests/Fixtures/models/\(name)").path
    description = try JSONDecoder().decode(
      Description.self, from: Data(contentsOf: URL(fileURLWithPath: folder + ".json")))
  }

  /// The largest difference between the logits of a folder, as this program computes them, and the reference's.
  func difference(of folder: String) throws -> Float {
    let runtime = CPURuntime(threads: 1)
    let opened = try OpenedModel(folder: folder)
    let parameters = ParameterStore(opened.model.parameters, runtime: runtime)
    try opened.load(into: parameters)
    let (input, target) = (description.input_ids[0], description.decoder_input_ids[0])
    let shape = PackedShape(rows: 1, inputLength: input.count, targetLength: target.count)
    let program = ProgramBuilder.record { builder in
      builder.output("logits", opened.model.recordLogits(builder, shape))
    }
    let storage = opened.model.makeStorage(shape, runtime).merging(parameters.storage) { first, _ in first }
    let fields: [T5.Field: [Int32]] = [
      .encoderTokens: input, .encoderSegments: input.map { _ in 1 }, .decoderInputs: target,
      .decoderSegments: target.map { _ in 1 },
    ]
    for (field, ids) in fields { storage[field.rawValue]?.set(ids) }
    let prepared = runtime.prepare(program, storage: storage)
    try prepared.run()
    let logits = prepared.output("logits").floats
    return zip(logits, description.logits).map { abs($0 - $1) }.max() ?? .infinity
  }

  /// The bytes of every tensor of a folder, by name.
  static func tensors(of folder: String) throws -> [String: Data] {
    let archive = try WeightsArchive(folder: folder)
    return Dictionary(
      uniqueKeysWithValues: try archive.tensors.map { tensor in
        (tensor.name, try archive.file(holding: tensor.name).withBytes(of: tensor.name) { Data($0) })
      })
  }
}
