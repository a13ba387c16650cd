import Autograd
import CPURuntime
import Checkpoints
import Diagnostics
import Foundation
import Models
import TestSupport
import Testing

@testable import Inference

/// Adapter folders that PEFT wrote, held against what PEFT computes with them (Tests/References/adapters.py).
@Suite struct AdapterParityTests {
  struct Expected: Decodable {
    let inputs, decoderInputs: [[Int32]]
    let columns: Int
    let logits: [Float]
    let generated: [Int32]
    let tensors: [String: [Int]]
  }

  static let adapters = ["default-targets", "named-targets", "all-linear"]
  private let runtime = CPURuntime(threads: 1)

  private static func folder(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "CheckpointsTests/Fixtures/adapters/\(name)").path
  }

  private static func expected(_ name: String) throws -> Expected {
    try JSONDecoder().decode(Expected.self, from: Data(contents(folder(name) + ".json")))
  }

  /// The largest difference between a folder's logits and PEFT's, over the largest of these.
  private func difference(_ opened: OpenedModel, _ expected: Expected) throws -> Float {
    let parameters = ParameterStore(opened.model.parameters, runtime: runtime)
    try opened.load(into: parameters)
    let (rows, inputLength) = (expected.inputs.count, expected.inputs[0].count)
    let targetLength = expected.decoderInputs[0].count
    let shape = PackedShape(rows: rows, inputLength: inputLength, targetLength: targetLength)
    let program = ProgramBuilder.record { builder in
      builder.output("logits", opened.model.recordLogits(builder, shape))
    }
    let storage = opened.model.makeStorage(shape, runtime).merging(parameters.storage) { first, _ in first }
    func set(_ field: T5.Field, _ values: [[Int32]]) { storage[field.rawValue]?.set(values.flatMap { $0 }) }
    set(.encoderTokens, expected.inputs)
    set(.encoderSegments, expected.inputs.map { $0.map { $0 == 0 ? 0 : 1 } })
    set(.decoderInputs, expected.decoderInputs)
    set(.decoderSegments, expected.decoderInputs.map { $0.map { _ in 1 } })
    let prepared = runtime.prepare(program, storage: storage)
    try prepared.run()
    let logits = prepared.output("logits").floats
    let vocabulary = logits.count / (rows * targetLength)
    let kept = (0..<rows * targetLength).flatMap {
      Array(logits[$0 * vocabulary..<$0 * vocabulary + expected.columns])
    }
    let scale = expected.logits.map(abs).max() ?? 1
    #expect(kept.count == expected.logits.count)
    return (zip(kept, expected.logits).map { abs($0 - $1) }.max() ?? .infinity) / scale
  }

  @Test(arguments: adapters)
  func logitsAreThoseOfPEFT_besideTheBaseModelAndMerged(_ name: String) throws {
    let expected = try Self.expected(name)
    let opened = try OpenedModel(folder: Self.folder(name))
    #expect(opened.adapter?.tensors.count == expected.tensors.count)
    #expect(try difference(opened, expected) < 1e-5)
    #expect(try difference(opened.whole, expected) < 1e-5)
    // Without the adapter they are far away: the test can fail.
    #expect(try difference(OpenedModel(folder: opened.baseFolder), expected) > 0.1)
  }

  @Test(arguments: adapters)
  func greedyTokensAreThoseOfPEFT(_ name: String) throws {
    let expected = try Self.expected(name)
    let opened = try OpenedModel(folder: Self.folder(name))
    let parameters = ParameterStore(opened.model.parameters, runtime: runtime)
    try opened.load(into: parameters)
    let generator = SequenceGenerator(
      opened.model, parameters, runtime: runtime, batch: 1, candidates: opened.model.vocabularySize,
      endIDs: [1])
    for wantsScores in [true, false] {
      let made = try generator.generate(
        [expected.inputs[0]], GenerationOptions(maximumTokens: 12, wantsScores: wantsScores))
      let tokens = try #require(made?[0].first)
      #expect([0] + tokens.tokens + (tokens.isEnded ? [1] : []) == expected.generated)
    }
  }

  /// What is written has PEFT's names, and is read as the same adapter.
  @Test(arguments: adapters)
  func isWrittenAsPEFTWroteIt(_ name: String) throws {
    let expected = try Self.expected(name)
    let opened = try OpenedModel(folder: Self.folder(name))
    let adapter = try #require(opened.adapter)
    let folder = try TemporaryFolder()
    var configuration = adapter.configuration
    configuration.base = opened.baseFolder
    try configuration.write(AdapterBase(folder: opened.baseFolder), adapter.tensors, to: folder.path)
    let written = try WeightsArchive(file: folder.file(OpenedAdapter.weightsName))
    #expect(
      Dictionary(uniqueKeysWithValues: written.tensors.map { ($0.name, $0.shape) }) == expected.tensors)
    let again = try OpenedModel(folder: folder.path)
    #expect(again.adapter?.adapter == adapter.adapter && again.adapter?.configuration == configuration)
    #expect(try difference(again, expected) < 1e-5)
  }

  /// Edits of an adapter's files, and what is said of them.
  private static let wrong: [(file: String, old: String, new: String, says: [String])] = [
    ("adapter_config.json", "\"LORA\"", "\"IA3\"", ["peft_type", "'IA3'"]),
    ("adapter_config.json", "\"use_dora\": false", "\"use_dora\": true", ["use_dora", "merge_and_unload"]),
    ("adapter_config.json", "\"rank_pattern\": {}", "\"rank_pattern\": {\"q\": 2}", ["rank_pattern"]),
    ("adapter_config.json", "\"bias\": \"none\"", "\"bias\": \"all\"", ["bias"]),
    ("adapter_config.json", "\"r\": 4", "\"r\": 0", ["r: is 0", "between 1 and 65536"]),
    ("adapter_config.json", "\"r\": 4", "\"r\": 3", ["lora_A", "[3, 8]", "[4, 8]"]),
    ("adapter_config.json", "trainable/untied", "trainable/nowhere", ["base_model_name_or_path", "nowhere"]),
    (
      "adapter_config.json", "\"../../trainable/untied-transformers4\"", "null",
      ["base_model_name_or_path", "does not name the base model"]
    ),
  ]

  @Test(arguments: wrong)
  func otherAdapters_areRefused(_ row: (file: String, old: String, new: String, says: [String])) throws {
    let folder = try TemporaryFolder()
    let source = Self.folder("default-targets")
    for name in names(in: source) {
      try folder.write(contents("\(source)/\(name)"), to: "adapters/a/\(name)")
    }
    let base = Self.folder("../trainable/untied-transformers4")
    for name in names(in: base) {
      try folder.write(contents("\(base)/\(name)"), to: "trainable/untied-transformers4/\(name)")
    }
    _ = try OpenedModel(folder: folder.file("adapters/a"))
    let text = try folder.read("adapters/a/\(row.file)")
    try #require(text.contains(row.old))
    try folder.write(text.replacingOccurrences(of: row.old, with: row.new), to: "adapters/a/\(row.file)")
    let error = try #require(refusal { _ = try OpenedModel(folder: folder.file("adapters/a")) })
    for word in row.says { #expect(error.description.contains(word), "\(error.description)") }
    #expect(error.category == .data)
  }

  private func refusal(_ body: () throws -> Void) -> (any UserError)? {
    do {
      try body()
      return nil
    } catch {
      return error as? any UserError
    }
  }
}
