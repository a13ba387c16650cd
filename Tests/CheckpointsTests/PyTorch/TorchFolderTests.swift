import Models
import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct TorchFolderTests {
  private func values(_ opened: OpenedModel) throws -> [String: [UInt32]] {
    var result: [String: [UInt32]] = [:]
    for tensor in opened.tensors {
      try tensor.withValues { result[tensor.name, default: []] += $0.map(\.bitPattern) }
    }
    return result
  }

  /// `save_pretrained` without safetensors gives the same model, whole and in shards.
  @Test(arguments: [
    ("untied", "untied-transformers4"), ("tied", "tied-transformers4"), ("sharded", "untied-transformers4"),
  ])
  func isTheModelOfTheSafetensors(name: String, other: String) throws {
    let opened = try OpenedModel(folder: Fixture.path("torch/\(name)"))
    let expected = try OpenedModel(folder: Fixture.path("models/\(other)"))
    let configuration = try #require(opened.configuration as? T5Configuration)
    #expect(configuration == expected.configuration as? T5Configuration)
    #expect(try values(opened) == values(expected))
    #expect(opened.notes.isEmpty)
  }

  @Test func safetensorsComeFirstAndThatIsTold() throws {
    let folder = try TemporaryFolder()
    for name in ["config.json", "model.safetensors"] {
      try folder.write(contents(Fixture.path("models/untied-transformers4/\(name)")), to: name)
    }
    try folder.write("junk".utf8, to: "pytorch_model.bin")
    let opened = try OpenedModel(folder: folder.path)
    #expect(
      opened.notes == [
        "the weights are read from 'model.safetensors'; 'pytorch_model.bin' beside it is passed over"
      ])
  }

  @Test func otherWeightsAreNamed() throws {
    let folder = try TemporaryFolder()
    for name in ["tf_model.h5", "flax_model.msgpack", "training_args.bin", "spiece.model"] {
      try folder.write([1], to: name)
    }
    let error = thrown(WeightsError.self) { _ = try WeightsArchive(folder: folder.path) }
    #expect(error?.reason == .otherWeights(found: ["flax_model.msgpack", "tf_model.h5"]))
  }

  @Test func shardThatIsMissingIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      contents(Fixture.path("torch/sharded/pytorch_model.bin.index.json")), to: "pytorch_model.bin.index.json"
    )
    let error = thrown(FileError.self) { _ = try WeightsArchive(folder: folder.path) }
    #expect(error?.location?.file == folder.file("pytorch_model-00001-of-00002.bin"))
  }

  /// What git leaves where its extension for large files is not there.
  @Test(arguments: ["model.safetensors", "pytorch_model.bin", "config.json"])
  func pointersAreNamed(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(contents(Fixture.path("torch/untied/config.json")), to: "config.json")
    let hash = String(repeating: "a", count: 64)
    try folder.write(
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(hash)\nsize 307867048\n".utf8, to: name)
    let error = thrown(FileError.self) { _ = try OpenedModel(folder: folder.path) }
    #expect(error?.location?.file == folder.file(name))
    #expect(error?.description.contains("git-lfs") == true && error?.category == .data)
  }
}
