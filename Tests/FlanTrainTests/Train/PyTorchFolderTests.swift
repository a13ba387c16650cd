import Checkpoints
import Foundation
import Testing

/// Folders by `save_pretrained` without safetensors (Tests/References/torch_files.py), on the built command.
@Suite struct PyTorchFolderTests {
  private static let fixtures = "\(Command.packageRoot)/Tests/CheckpointsTests/Fixtures"
  private static let pair = "{\"input_ids\": [3, 7, 1], \"target_ids\": [5, 9, 1]}\n"

  private func score(_ folder: String, in world: SmallWorld) throws -> Command.Result {
    try world.run("score", folder, "--input", "-", "--threads", "1", input: Self.pair)
  }

  @Test(arguments: [
    ("untied", "untied-transformers4"), ("sharded", "untied-transformers4"), ("tied", "tied-transformers4"),
  ])
  func scoresAsTheSafetensors(name: String, other: String) throws {
    let world = try SmallWorld()
    let (found, expected) = (
      try score("\(Self.fixtures)/torch/\(name)", in: world),
      try score("\(Self.fixtures)/models/\(other)", in: world)
    )
    #expect(found.status == 0 && found.errors.isEmpty, "\(found.errors)")
    #expect(found.output == expected.output && found.output.contains("logProbability"))
  }

  @Test func exportGivesSafetensorsOfTheSameBytes() throws {
    let world = try SmallWorld()
    let result = try world.run(
      "export", "\(Self.fixtures)/torch/untied", "out", "--license", "mit", "--language", "en")
    #expect(result.status == 0, "\(result.errors)")
    let expected = "\(Self.fixtures)/models/untied-transformers4/model.safetensors"
    let (left, right) = (try WeightsFile("\(world.path)/out/model.safetensors"), try WeightsFile(expected))
    #expect(left.tensors.map(\.name) == right.tensors.map(\.name))
    for tensor in right.tensors { #expect(try left.floats(tensor.name) == right.floats(tensor.name)) }
    #expect(try world.folder.read("out/README.md").contains("license: \"mit\"\nlanguage:\n- \"en\"\n"))
    #expect(!world.folder.exists("out/pytorch_model.bin"))
  }

  /// A pickle that would run a command is refused by what it names, and the command is not run.
  @Test func hostilePickle_isNotRun() throws {
    let world = try SmallWorld()
    try world.folder.write(
      Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/torch/untied/config.json")),
      to: "model/config.json")
    var pickle = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/torch/views-legacy.bin")).prefix(
      15)
    pickle += Data("\u{0}cposix\nsystem\n(X".utf8).dropFirst()
    let command = "touch \(world.path)/ran"
    pickle += Data([UInt8(command.utf8.count), 0, 0, 0]) + Data(command.utf8) + Data("tR.".utf8)
    try world.folder.write(pickle, to: "model/pytorch_model.bin")
    let result = try score("model", in: world)
    #expect(result.status == 65 && result.errors.contains("'posix.system'"), "\(result.errors)")
    #expect(!world.folder.exists("ran"))
  }

  @Test func safetensorsBesideComeFirst_andThatIsSaid() throws {
    let world = try SmallWorld()
    try FileManager.default.copyItem(
      atPath: "\(Self.fixtures)/models/untied-transformers4", toPath: "\(world.path)/model")
    try world.folder.write("junk", to: "model/pytorch_model.bin")
    let result = try score("model", in: world)
    #expect(result.status == 0 && result.errors.contains("'pytorch_model.bin' beside it is passed over"))
  }

  /// `model.folder` takes a run: its best checkpoint, or its newest where it has none.
  @Test func aRunIsAModelToStartFrom() throws {
    let world = try SmallWorld()
    #expect(try world.run("recipe.json", "name=first").status == 0)
    try FileManager.default.copyItem(atPath: "\(world.path)/runs/first/best", toPath: "\(world.path)/model")
    try world.startFromModel()
    let plain = try world.run("recipe.json", "name=plain")
    let second = try world.run("recipe.json", "name=second", "model.folder=runs/first")
    #expect(plain.status == 0 && second.status == 0, "\(second.errors)")
    #expect(second.errors.contains("'runs/first' is a run; its best checkpoint is taken, that of step"))
    #expect(
      try world.folder.data("runs/second/best/model.safetensors")
        == world.folder.data("runs/plain/best/model.safetensors"))
    try FileManager.default.removeItem(atPath: "\(world.path)/runs/first/best")
    let third = try world.run("validate", "recipe.json", "name=third", "model.folder=runs/first/")
    #expect(
      third.status == 0 && third.errors.contains("its newest checkpoint is taken, that of step 6"),
      "\(third.errors)")
  }

  /// Nothing that may be shown to others names a folder of the machine; who goes on elsewhere still finds the data.
  @Test func absoluteInputs_areNamedByTheirLastNames() throws {
    let world = try SmallWorld()
    try world.edit("recipe.json", "\"path\": \"tasks\"", "\"path\": \"\(world.path)/tasks\"")
    let training = try world.run("\(world.path)/recipe.json", "output.folder=\(world.path)/runs")
    #expect(training.status == 0, "\(training.errors)")
    #expect(try world.run("export", "runs/small", "out").status == 0)
    for name in ["runs/small/run.json", "out/README.md"] {
      #expect(try !world.folder.read(name).contains(world.path), "\(name)")
    }
    let resumed = try Command.run(["eval", "\(world.path)/runs/small"], in: "/")
    #expect(resumed.status == 0, "\(resumed.errors)")
  }
}
