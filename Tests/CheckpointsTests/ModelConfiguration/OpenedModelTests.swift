import Diagnostics
import Foundation
import Models
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct OpenedModelTests {
  struct Written: Sendable {
    let name: String
    let tied: Bool
    var isMultilingual = false
  }

  /// Folders by `save_pretrained` of both versions; version 5 writes all of them as tied.
  static let written = [
    Written(name: "tied-transformers4", tied: true), Written(name: "tied-transformers5", tied: true),
    Written(name: "untied-transformers4", tied: false), Written(name: "untied-transformers5", tied: false),
    Written(name: "mt5-transformers4", tied: false, isMultilingual: true),
    Written(name: "mt5-transformers5", tied: false, isMultilingual: true),
    Written(name: "tied-float16-transformers4", tied: true),
    Written(name: "untied-sharded-transformers4", tied: false),
    Written(name: "untied-bfloat16-transformers5", tied: false),
    Written(name: "tied-bfloat16-sharded-transformers5", tied: true),
  ]

  @Test(arguments: written)
  func opensWhatTransformersWrote(_ written: Written) throws {
    let opened = try OpenedModel(folder: Fixture.path("models/\(written.name)"))
    let model = try #require(opened.configuration as? T5Configuration)
    #expect(model.tiesEmbeddings == written.tied)
    #expect(model.scalesDecoderOutput == written.tied)
    #expect(model.feedForward == (written.tied ? .relu : .gatedGELU))
    #expect(model.attentionDimension == 6 && model.modelDimension == 4)
    #expect(model.encoderLayers == 1 && model.decoderLayers == 2)
    #expect(model.modelType == (written.isMultilingual ? "mt5" : "t5"))
    let text = String(decoding: try opened.configuration.json(), as: UTF8.self)
    #expect(text.contains("\"tie_word_embeddings\": \(written.tied)"))
    #expect(text.contains("\"scale_decoder_outputs\": \(written.tied)"))
    #expect(
      opened.tensors.map(\.description)
        == opened.model.parameters.map {
          TensorDescription(name: $0.name, shape: $0.shape.dimensions)
        })
  }

  @Test func fixturesAreAllThere() throws {
    let folders = names(in: Fixture.path("models")).filter { !$0.hasSuffix(".json") }
    #expect(folders == Self.written.map(\.name).sorted())
  }

  /// The tensors of an untied model, as they should be.
  private func good() throws -> [NamedTensor] {
    try OpenedModel(folder: Fixture.path("models/untied-transformers4")).tensors
  }

  private func folder(_ tensors: [NamedTensor], config: String = "untied-transformers4") throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    try folder.write(contents(Fixture.path("models/\(config)/config.json")), to: "config.json")
    try SafetensorsWriter().write(tensors, toFolder: folder.path)
    return folder
  }

  @Test func everythingThatDoesNotFitIsNamedAtOnce() throws {
    var tensors = try good().filter { $0.name != "decoder.final_layer_norm.weight" }
    let head = try #require(tensors.firstIndex { $0.name == "lm_head.weight" })
    tensors[head] = NamedTensor("lm_head.weight", shape: [2, 4], values: [Float](repeating: 0, count: 8))
    tensors.append(.init("decoder.block.7.layer.0.layer_norm.weight", shape: [4], values: [1, 1, 1, 1]))
    tensors.append(.init("encoder.embed_positions", shape: [1], values: [1]))
    let folder = try folder(tensors)
    let errors = try #require(thrown(UserErrors.self) { _ = try OpenedModel(folder: folder.path) })
    let found = errors.errors.compactMap { $0 as? WeightsError }
    #expect(
      found.map(\.tensor) == [
        "decoder.final_layer_norm.weight", "lm_head.weight", "decoder.block.7.layer.0.layer_norm.weight",
        "encoder.embed_positions",
      ])
    #expect(found[1].reason == .wrongShape(expected: [24, 4], found: [2, 4]))
    #expect(found[2].reason == .unexpectedTensor && found[3].reason == .unexpectedTensor)
    #expect(errors.category == .data)
  }

  /// Each tensor in its turn is missing, and has another shape.
  @Test func anyTensorMissingOrMisshapenIsNamed() throws {
    let tensors = try good()
    for index in tensors.indices where tensors[index].name != "lm_head.weight" {
      let name = tensors[index].name
      var others = tensors
      others.remove(at: index)
      let missing = try folder(others)
      let error = thrown(UserErrors.self) { _ = try OpenedModel(folder: missing.path) }
      #expect((error?.errors as? [WeightsError])?.map(\.tensor) == [name])
      others.append(NamedTensor(name, shape: [1, 1, 1], values: [1]))
      let misshapen = try folder(others)
      let other = thrown(UserErrors.self) { _ = try OpenedModel(folder: misshapen.path) }
      #expect(
        (other?.errors as? [WeightsError])?.map(\.reason) == [
          .wrongShape(expected: tensors[index].shape, found: [1, 1, 1])
        ])
    }
  }

  /// Some programs keep the embedding under the name of one of its copies alone.
  @Test(arguments: ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"])
  func embeddingUnderAnotherName(name: String) throws {
    let tensors = try good()
    let renamed = tensors.map {
      $0.name == "shared.weight" ? NamedTensor(name, shape: $0.shape, withValues: $0.withValues) : $0
    }
    let folder = try folder(renamed)
    let opened = try OpenedModel(folder: folder.path)
    #expect(opened.tensors.map(\.name) == tensors.map(\.name))
    #expect(try values(opened.tensors[0]) == values(tensors[0]))
  }

  @Test func copiesOfTheEmbeddingAreNotRead() throws {
    var tensors = try good()
    let embedding = tensors[0]
    tensors.removeAll { $0.name == "lm_head.weight" }
    for name in ["lm_head.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"] {
      tensors.append(NamedTensor(name, shape: embedding.shape, withValues: embedding.withValues))
    }
    let folder = try folder(tensors)
    let opened = try OpenedModel(folder: folder.path)
    let configuration = try #require(opened.configuration as? T5Configuration)
    #expect(configuration.tiesEmbeddings && !configuration.scalesOutputs)
    #expect(!opened.tensors.contains { $0.name.contains("embed_tokens") || $0.name.contains("lm_head") })
  }

  /// A table that the model would pass over is refused, whichever of the three it is.
  @Test(
    arguments: ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"], [true, false])
  func copiesOfTheEmbeddingThatDiffer(name: String, isShapeKept: Bool) throws {
    var tensors = try good()
    let embedding = tensors.removeFirst()
    for alias in ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"]
    where alias != name {
      tensors.append(NamedTensor(alias, shape: embedding.shape, withValues: embedding.withValues))
    }
    var other = try values(embedding)
    other[other.count - 1] += 1
    if !isShapeKept { other += [0, 0, 0, 0] }
    tensors.append(NamedTensor(name, shape: [other.count / 4, 4], values: other))
    let folder = try folder(tensors)
    if name == "shared.weight", !isShapeKept {
      #expect(thrown(UserErrors.self) { _ = try OpenedModel(folder: folder.path) } != nil)
      return
    }
    let error = try #require(thrown(WeightsError.self) { _ = try OpenedModel(folder: folder.path) })
    guard case .otherEmbedding = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains("embed_tokens") && error.category == .data)
  }

  @Test func aHeadOfItsOwnThatIsMissing() throws {
    let folder = try folder(good().filter { $0.name != "lm_head.weight" })
    let error = thrown(WeightsError.self) { _ = try OpenedModel(folder: folder.path) }
    #expect(error?.reason == .missingHead && error?.tensor == "lm_head.weight" && error?.category == .data)
  }

  @Test func aTableThatNoModelReadsIsTold() throws {
    let name = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight"
    let folder = try folder(good() + [NamedTensor(name, shape: [1], values: [1])])
    #expect(try OpenedModel(folder: folder.path).notes == ["'\(name)' is passed over: no T5 reads it"])
  }

  @Test func aFolderWhoseFilesHoldNothing() throws {
    let folder = try folder([])
    let error = thrown(WeightsError.self) { _ = try OpenedModel(folder: folder.path) }
    #expect(error?.reason == .noTensors && error?.category == .data)
  }

  private func values(_ tensor: NamedTensor) throws -> [Float] {
    var values: [Float] = []
    try tensor.withValues { values += $0 }
    return values
  }
}
