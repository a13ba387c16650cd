import Foundation
import Testing

/// A model folder with added tokens through training, resume and export, on the built command. What the ids are is held
/// against transformers in `AddedTokensParityTests`; `added_tokens.py --folder` does so for a folder that came out.
@Suite struct AddedTokenTrainingTests {
  private static let fixtures = "\(Command.packageRoot)/Tests/TokenizationTests/Fixtures"
  private static let text = "The <NL> baker <ORG>,<extra_id_0> hides[W] maps"
  private static let ids = [4, 18, 19, 293, 57, 25, 10, 292, 4, 79, 291, 4, 78, 62, 5, 294, 4, 54, 23]

  /// What a folder's tokenizer is, and the ids of the text where they differ from the others'.
  enum Vocabulary: String, CaseIterable {
    case addedTokens, decoder, tokenizerJSON

    static let names = ["<ORG>", "<NL>", "[W]"]

    /// The files by their names; ids are those that follow the pieces and 100 sentinels.
    func files() throws -> [String: Data] {
      var files: [String: Data] = [:]
      let tokens = Vocabulary.names.enumerated().map { (id: 292 + $0.offset, name: $0.element) }
      func flags(_ normalized: Bool) -> String {
        "\"lstrip\":false,\"rstrip\":false,\"single_word\":false,\"normalized\":\(normalized),\"special\":false"
      }
      switch self {
      case .addedTokens:
        let members = tokens.map { "\"\($0.name)\":\($0.id)" }
        files["added_tokens.json"] = Data("{\(members.joined(separator: ","))}".utf8)
      case .decoder:
        let members = tokens.map { "\"\($0.id)\":{\"content\":\"\($0.name)\",\(flags(false))}" }
        files["tokenizer_config.json"] = Data(
          "{\"extra_ids\":100,\"added_tokens_decoder\":{\(members.joined(separator: ","))}}".utf8)
      case .tokenizerJSON:
        let path = "\(AddedTokenTrainingTests.fixtures)/transformers4/rules.json"
        let members = tokens.map { ",{\"id\":\($0.id),\"content\":\"\($0.name)\",\(flags(true))}" }
        files["tokenizer.json"] = Data(
          try String(contentsOfFile: path, encoding: .utf8).replacingOccurrences(
            of: "],\"normalizer\"", with: "\(members.joined())],\"normalizer\""
          ).utf8)
        return files
      }
      let model = URL(fileURLWithPath: "\(AddedTokenTrainingTests.fixtures)/rules.model")
      files["spiece.model"] = try Data(contentsOf: model)
      return files
    }

    /// The ids of the text: a space before a token that is looked for in normalized text stays.
    var ids: [Int] {
      self == .tokenizerJSON
        ? [4, 18, 19, 4, 293, 57, 25, 10, 4, 292, 4, 79, 291, 4, 78, 62, 5, 294, 4, 54, 23]
        : AddedTokenTrainingTests.ids
    }
  }

  private func world(_ vocabulary: Vocabulary) throws -> SmallWorld {
    let world = try SmallWorld()
    try FileManager.default.copyItem(
      atPath: "\(Command.packageRoot)/Tests/CheckpointsTests/Fixtures/trainable/tied-transformers5",
      toPath: "\(world.path)/model")
    for (name, data) in try vocabulary.files() { try world.folder.write(data, to: "model/\(name)") }
    try world.startFromModel()
    try world.edit("recipe.json", "\"vocabulary\": \"bytes\"", "\"vocabulary\": \"model\"")
    let task = SmallWorld.task(cluster: "colors", words: ["<ORG> baker", "maps <NL>", "[W]"])
    try world.folder.write(task, to: "tasks/colors.json")
    return world
  }

  @Test(arguments: Vocabulary.allCases)
  func `added tokens stay through training, resume and export`(vocabulary: Vocabulary) throws {
    let world = try world(vocabulary)
    let first = try world.run("recipe.json", "train.steps=4")
    #expect(first.status == 0, "\(first.errors)")
    let more = try world.run("resume", "runs/small", "train.steps=6", "--allow-change", "train.steps")
    #expect(more.status == 0, "\(more.errors)")
    #expect(try world.run("export", "runs/small", "out").status == 0)
    try FileManager.default.removeItem(atPath: "\(world.path)/model")
    let checkpoints = [SmallWorld.checkpoint(4), SmallWorld.checkpoint(6)]
    for folder in checkpoints + ["runs/small/best", "out", "runs/small"] {
      let encoded = try world.run("tokenize", folder, input: Self.text + "\n")
      let found = try JSONDecoder().decode([Int].self, from: Data(encoded.output.utf8))
      #expect(found == vocabulary.ids, "\(folder): \(encoded.errors)")
      let decoded = try world.run("tokenize", folder, "--decode", input: "[293, 57, 25, 10, 292]\n")
      #expect(decoded.output == "<NL> baker <ORG>\n", "\(folder)")
      // Every id of the embedding that is a token's can be made; the others' texts are none.
      let made = try world.run("generate", folder, Self.text, "--max-tokens", "3", "--json")
      #expect(try made.status == 0 && made.objects().first?["output"] is String, "\(folder): \(made.errors)")
    }
  }

  @Test func `prompts of a run have added tokens`() throws {
    let world = try world(.addedTokens)
    let inspected = try world.run("inspect", "recipe.json", "--export", "examples.jsonl", "--steps", "2")
    #expect(inspected.status == 0, "\(inspected.errors)")
    #expect(try world.folder.read("examples.jsonl").contains("<ORG> baker"))
    #expect(!inspected.errors.contains("vocabulary cannot write"), "\(inspected.errors)")
  }

  @Test func `a changed list of added tokens is told on resume`() throws {
    let world = try world(.addedTokens)
    // The model's file is named, and the list stands beside it.
    try world.edit("recipe.json", "\"vocabulary\": \"model\"", "\"vocabulary\": \"model/spiece.model\"")
    #expect(try world.run("recipe.json", "train.steps=4").status == 0)
    try world.edit("model/added_tokens.json", "\"<ORG>\":292,\"<NL>\":293", "\"<ORG>\":293,\"<NL>\":292")
    let resumed = try world.run("resume", "runs/small", "train.steps=6", "--allow-change", "train.steps")
    #expect(resumed.status == 64 && resumed.errors.contains("tokenizer.vocabulary"), "\(resumed.errors)")
  }
}
