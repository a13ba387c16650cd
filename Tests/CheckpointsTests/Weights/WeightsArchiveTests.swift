import Models
import Diagnostics
import Foundation
import JSON
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct WeightsArchiveTests {
  @Test func readsShardsOfTheReference() throws {
    let archive = try WeightsArchive(folder: Fixture.path("sharded"))
    let single = try WeightsFile(Fixture.path("f32.safetensors"))
    #expect(archive.files.count == 2)
    #expect(Set(archive.tensors.map(\.description)) == Set(single.tensors.map(\.description)))
    for tensor in single.tensors {
      #expect(
        try archive.floats(tensor.name).map(\.bitPattern) == single.floats(tensor.name).map(\.bitPattern))
    }
    try archive.requireFinite()
  }

  @Test func aFolderWithoutWeights() throws {
    let folder = try TemporaryFolder()
    #expect(thrown(FileError.self) { _ = try WeightsArchive(folder: folder.path) }?.category == .data)
  }

  @Test(
    arguments: [
      (#"{"weight_map":{"a":"../x"}}"#, .badShardName("../x")),
      (#"{"weight_map":{"a":"/etc/passwd"}}"#, .badShardName("/etc/passwd")),
      (#"{"weight_map":{"a":".."}}"#, .badShardName("..")),
      (#"{"weight_map":{"a":""}}"#, .badShardName("")),
      (#"{"weight_map":{"a":"one","b":"one"}}"#, .notInShard(shard: "one")),
      (#"{"weight_map":{"a":"two","c":"two"}}"#, .notInShard(shard: "two")),
      (#"{"weight_map":{"c":"two"}}"#, .notInIndex(shard: "two")),
    ] as [(String, WeightsError.Reason)])
  func indexThatIsNotOfItsShards(index: String, reason: WeightsError.Reason) throws {
    let folder = try TemporaryFolder()
    let writer = SafetensorsWriter()
    try writer.write([.init("a", shape: [], values: [1])], to: folder.file("one"))
    try writer.write(
      [.init("c", shape: [], values: [1]), .init("d", shape: [], values: [1])], to: folder.file("two"))
    try folder.write(index.utf8, to: "model.safetensors.index.json")
    let error = thrown(WeightsError.self) { _ = try WeightsArchive(folder: folder.path) }
    #expect(error?.reason == reason)
    #expect(error?.category == .data)
  }

  @Test(arguments: [#"{}"#, #"{"weight_map":[]}"#, #"{"weight_map":{"a":1}}"#, #"{"weight_map":"#, "[]"])
  func indexThatIsNoIndex(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text.utf8, to: "model.safetensors.index.json")
    #expect(thrown(JSONError.self) { _ = try WeightsArchive(folder: folder.path) }?.category == .data)
  }

  @Test func missingShardIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"weight_map":{"a":"model-00001"}}"#.utf8, to: "model.safetensors.index.json")
    let error = thrown(FileError.self) { _ = try WeightsArchive(folder: folder.path) }
    #expect(error?.location?.file == folder.file("model-00001"))
  }

  @Test func everythingThatDoesNotFitIsNamed() throws {
    let archive = try WeightsArchive(file: Fixture.path("integers.safetensors"))
    try archive.requireFit([.init(name: "weight", shape: [3])], ignoring: ["int32", "int64"])
    let expected = [
      TensorDescription(name: "weight", shape: [4]), .init(name: "int32", shape: [2, 2]),
      .init(name: "int65", shape: [5]),
    ]
    let errors = try #require(thrown(UserErrors.self) { try archive.requireFit(expected) })
    #expect(
      errors.errors.compactMap { ($0 as? WeightsError)?.reason } == [
        .wrongShape(expected: [4], found: [3]),
        .wrongElementType(expected: "F32, F16 or BF16", found: .int32),
        .missingTensor(nearest: "int64"), .unexpectedTensor,
      ])
  }

  @Test(arguments: [(nil, true), ([1, 2], true), ([1, 3], false), ([-1, 2], false)] as [([Float]?, Bool)])
  func theHeadIsUntiedExactlyWhenItDiffers(head: [Float]?, tied: Bool) throws {
    let folder = try TemporaryFolder()
    var tensors = [NamedTensor("shared.weight", shape: [2, 1], values: [1, 2])]
    if let head { tensors.append(.init("lm_head.weight", shape: [2, 1], values: head)) }
    try SafetensorsWriter().write(tensors, toFolder: folder.path, largestFile: 8)
    let archive = try WeightsArchive(folder: folder.path)
    #expect(try T5Configuration.headIsTied(in: archive) == tied)
  }
}
