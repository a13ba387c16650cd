import Foundation
import Testing
import TestSupport

/// Model folders with a fault: one clear error each, exit 65, and nothing left of what was to be written.
@Suite struct BadModelFolderTests {
  /// A fault in a folder by `transformers`.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var fixture = "untied-transformers4"
    let parts: [String]
    let arrange: @Sendable (TemporaryFolder) throws -> Void

    init(
      _ description: String, _ fixture: String = "untied-transformers4", saying parts: [String],
      _ arrange: @escaping @Sendable (TemporaryFolder) throws -> Void
    ) {
      (testDescription, self.fixture, self.parts, self.arrange) = (description, fixture, parts, arrange)
    }
  }

  private static let weights = "model/model.safetensors"
  private static let index = "model/model.safetensors.index.json"
  private static let sharded = "untied-sharded-transformers4"

  /// Puts `new`, with as many bytes, in the place of the first `old` of a file.
  @Sendable private static func replace(
    _ folder: TemporaryFolder, _ name: String, _ old: String, _ new: String
  ) throws {
    var data = try folder.data(name)
    guard let range = data.range(of: Data(old.utf8)) else { throw SmallWorld.NotThere(text: old, file: name) }
    data.replaceSubrange(range, with: Data(new.utf8))
    try folder.write(data, to: name)
  }

  @Sendable private static func setLastBytes(_ folder: TemporaryFolder, _ bytes: [UInt8]) throws {
    var data = try folder.data(weights)
    data.replaceSubrange(data.count - bytes.count..<data.count, with: bytes)
    try folder.write(data, to: weights)
  }

  static let faults: [Fault] = weightFaults + configurationFaults + shardFaults

  private static let weightFaults = [
    Fault("truncated weights", saying: [weights, "truncated"]) {
      try $0.write(try $0.data(weights).dropLast(10), to: weights)
    },
    Fault("empty weights", saying: [weights, "too short for a safetensors header"]) {
      try $0.write("", to: weights)
    },
    Fault("header length beyond the file", saying: [weights, "header's length", "truncated"]) {
      var data = try $0.data(weights)
      data[2] = 0xFF
      try $0.write(data, to: weights)
    },
    Fault("overlapping offsets", saying: [weights, "overlap"]) {
      try replace($0, weights, "[96,192]", "[92,188]")
    },
    Fault("wrong element type", saying: [weights, "holds I32", "F32, F16 or BF16"]) {
      try replace($0, weights, "\"dtype\":\"F32\"", "\"dtype\":\"I32\"")
    },
    Fault("NaN", saying: [weights, "is nan", "take an earlier checkpoint"]) {
      try setLastBytes($0, [0, 0, 0xC0, 0x7F])
    },
    Fault("infinite weight", saying: [weights, "is inf", "take an earlier checkpoint"]) {
      try setLastBytes($0, [0, 0, 0x80, 0x7F])
    },
    Fault("gap between tensors", saying: [weights, "bytes in front of its data belong to no tensor"]) {
      folder in
      try replace(folder, weights, "[6,4],\"data_offsets\":[0,96]", "[4,2],\"data_offsets\":[0,32]")
    },
    Fault("bytes at the end", saying: [weights, "belong to no tensor"]) {
      try $0.write(try $0.data(weights) + Data([0]), to: weights)
    },
    Fault("missing weights", saying: ["model: holds no model.safetensors or pytorch_model.bin"]) {
      try FileManager.default.removeItem(atPath: "\($0.path)/\(weights)")
    },
    Fault("folder in the place of the weights", saying: [weights, "is a folder but must be a file"]) {
      try FileManager.default.removeItem(atPath: "\($0.path)/\(weights)")
      try $0.write("", to: "\(weights)/x")
    },
    Fault("tensor by another name", saying: ["lm_haed.weight", "the model has no such tensor"]) {
      try replace($0, weights, "lm_head.weight", "lm_haed.weight")
    },
    Fault("missing and extra tensor", saying: ["shared.weight: there is no such tensor", "sharde.weight"]) {
      try replace($0, weights, "shared.weight", "sharde.weight")
    },
  ]

  private static let configurationFaults = [
    Fault("another architecture", saying: ["model/config.json", "'bert', not a T5"]) {
      try replace($0, "model/config.json", "\"t5\"", "\"bert\"")
    },
    Fault("broken JSON", saying: ["model/config.json:"]) {
      try $0.write(try $0.data("model/config.json").dropLast(20), to: "model/config.json")
    },
    Fault("another activation", saying: ["model/config.json", "gated-tanh", "Supported: 'relu'"]) {
      try replace($0, "model/config.json", "gelu_new", "tanh")
    },
    Fault("number of blocks beyond belief", saying: ["num_layers", "between 1 and 4096"]) {
      try replace($0, "model/config.json", "\"num_layers\": 1", "\"num_layers\": 999999999")
    },
    Fault("another width", saying: ["has the shape", "right model for its config.json?"]) {
      try replace($0, "model/config.json", "\"d_ff\": 6", "\"d_ff\": 7")
    },
    Fault("missing configuration", saying: ["model"]) {
      try FileManager.default.removeItem(atPath: "\($0.path)/model/config.json")
    },
  ]

  private static let shardFaults = [
    Fault("missing shard", sharded, saying: ["model-00002-of-00002.safetensors", "there is no such"]) {
      try FileManager.default.removeItem(atPath: "\($0.path)/model/model-00002-of-00002.safetensors")
    },
    Fault("shard in another folder", sharded, saying: [index, "../x", "no file name in the same folder"]) {
      try replace($0, index, "model-00001-of-00002.safetensors", "../x")
    },
    Fault("shard that does not hold its tensor", sharded, saying: [index, "does not hold it"]) {
      try replace($0, index, "model-00001-of-00002", "model-00002-of-00002")
    },
    Fault("tensor that the index does not know", sharded, saying: [index, "does not"]) {
      try replace($0, index, "\"lm_head.weight\"", "\"lm_haed.weight\"")
    },
    Fault("index that is no JSON", sharded, saying: [index]) { try $0.write("weight_map", to: index) },
  ]

  @Test(arguments: faults)
  func isNamed(_ fault: Fault) throws {
    let folder = try TemporaryFolder()
    let source = "\(Command.packageRoot)/Tests/CheckpointsTests/Fixtures/models/\(fault.fixture)"
    try FileManager.default.copyItem(atPath: source, toPath: "\(folder.path)/model")
    try fault.arrange(folder)
    let before = try folder.files()
    let result = try Command.run(["export", "model", "out"], in: folder.path)
    #expect(result.status == 65, "\(result.errors)")
    #expect(result.output.isEmpty && result.errors.hasPrefix("error: "))
    for part in fault.parts { #expect(result.errors.contains(part), "\(result.errors)") }
    #expect(!result.errors.contains("Fatal error") && !result.errors.contains(".swift"))
    #expect(try folder.files() == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model"])
  }

  @Test(.enabled(if: getuid() != 0, "everything is readable to root"))
  func unreadableFile() throws {
    let folder = try TemporaryFolder()
    let source = "\(Command.packageRoot)/Tests/CheckpointsTests/Fixtures/models/untied-transformers4"
    try FileManager.default.copyItem(atPath: source, toPath: "\(folder.path)/model")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: "\(folder.path)/\(Self.weights)")
    let result = try Command.run(["export", "model", "out"], in: folder.path)
    #expect(result.status == 74 && result.errors.contains("could not open the weights file"))
  }
}
