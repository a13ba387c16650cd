import Foundation
import Testing

/// `tokenize` on the built command: files, streams, losses, and vocabularies that are none.
@Suite struct TokenizeTests {
  private static let vocabulary = "\(Command.packageRoot)/Data/Vocabulary/spiece.model"
  private static let fixtures = "\(Command.packageRoot)/Tests/TokenizationTests/Fixtures"
  private static let identity = "\(fixtures)/identity.model"

  @Test func filesAndStandardInput_areTheSame() throws {
    let world = try SmallWorld()
    try world.folder.write("red tree\nblue\n", to: "a.txt")
    try world.folder.write("\ngreen 7", to: "b.txt")
    let streamed = try world.run("tokenize", Self.vocabulary, input: "red tree\nblue\n\ngreen 7")
    let read = try world.run("tokenize", Self.vocabulary, "a.txt", "b.txt")
    #expect(read.status == 0 && read.output == streamed.output && read.errors.isEmpty, "\(read.errors)")
    #expect(read.output.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
    try world.folder.write(read.output, to: "ids.jsonl")
    let back = try world.run("tokenize", Self.vocabulary, "ids.jsonl", "--decode")
    #expect(back.output == "red tree\nblue\n\ngreen 7\n")
  }

  /// More than the output holds back at once.
  @Test func manyLines() throws {
    let world = try SmallWorld()
    let text = (0..<30_000).map { "line \($0) of 30000\n" }.joined()
    try world.folder.write(text, to: "text.txt")
    let ids = try world.run("tokenize", "bytes", "text.txt")
    #expect(try world.run("tokenize", "bytes", "--decode", input: ids.output).output == text)
  }

  @Test(arguments: ["transformers4", "transformers5"])
  func folder_withTokenizerJSON(_ generation: String) throws {
    let world = try SmallWorld()
    let file = "\(Self.fixtures)/\(generation)/identity.json"
    try world.folder.write(Data(contentsOf: URL(fileURLWithPath: file)), to: "model/tokenizer.json")
    let text = "red tree  7\n<extra_id_3> and <extra_id_0>\nnaïve ﬁ 東\n"
    let expected = try world.run("tokenize", Self.identity, input: text)
    for path in ["model", "model/tokenizer.json"] {
      let result = try world.run("tokenize", path, input: text)
      #expect(result.status == 0 && result.output == expected.output, "\(result.errors)")
    }
    // With both, spiece.model is read; tokenizer.json may be anything.
    try FileManager.default.copyItem(atPath: Self.identity, toPath: "\(world.path)/model/spiece.model")
    try world.folder.write("{}", to: "model/tokenizer.json")
    #expect(try world.run("tokenize", "model", input: text).output == expected.output)
  }

  /// The whole way of a vocabulary in a run: training with a `tokenizer.json` gives checkpoints that hold it.
  @Test func checkpoint_carriesTokenizerJSON() throws {
    let world = try SmallWorld()
    let file = "\(Self.fixtures)/transformers5/identity.json"
    let json = try Data(contentsOf: URL(fileURLWithPath: file))
    try world.folder.write(json, to: "vocabulary.json")
    let training = try world.run("recipe.json", "tokenizer.vocabulary=vocabulary.json", "train.steps=2")
    #expect(training.status == 0, "\(training.errors)")
    let checkpoint = SmallWorld.checkpoint(2)
    #expect(try world.folder.data("\(checkpoint)/tokenizer.json") == json)
    #expect(!world.folder.exists("\(checkpoint)/spiece.model"))
    // The class that takes the file as it is.
    let description = try world.folder.read("\(checkpoint)/tokenizer_config.json")
    #expect(description.contains("\"PreTrainedTokenizerFast\""))
    let result = try world.run("tokenize", "runs/small", input: "red\n")
    #expect(result.output == (try world.run("tokenize", Self.identity, input: "red\n")).output)
    // And a run can start from that folder, without a vocabulary of its own.
    try world.edit("recipe.json", "\"tokenizer\": {\"vocabulary\": \"bytes\"},", "")
    try world.edit("recipe.json", "\"preset\": \"tiny\", ", "\"folder\": \"\(checkpoint)\", ")
    for name in ["modelDimension\": 16, ", "headDimension\": 8, ", "heads\": 2, "] {
      try world.edit("recipe.json", "\"\(name)", "")
    }
    try world.edit("recipe.json", "\"feedForwardDimension\": 24,\n", "")
    try world.edit("recipe.json", "    \"encoderLayers\": 1, \"decoderLayers\": 1\n", "")
    try world.edit("recipe.json", "\(checkpoint)\", ", "\(checkpoint)\"")
    let again = try world.run("recipe.json", "name=again", "train.steps=1")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try world.folder.data("runs/again/checkpoints/step-00000001/tokenizer.json") == json)
  }

  @Test func loss_ofFiles() throws {
    let world = try SmallWorld()
    try world.folder.write("red  tree\n red\ttree\n", to: "a.txt")
    try world.folder.write("red tree\n", to: "b.txt")
    let table = try world.run("tokenize", Self.vocabulary, "--loss", "a.txt", "b.txt")
    #expect(table.status == 0 && table.outputLines.first == "a.txt" && table.outputLines[13] == "b.txt")
    let json = try world.run("tokenize", Self.vocabulary, "--loss", "--json", "a.txt", "b.txt")
    let objects = try json.outputLines.map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["file"] as? String } == ["a.txt", "b.txt"])
    #expect(objects[0]["collapsedRuns"] as? Int == 1 && objects[0]["trimmedSpaces"] as? Int == 1)
    #expect(objects[0]["exactLines"] as? Int == 0 && objects[1]["exactLines"] as? Int == 1)
    let streamed = try world.run("tokenize", "bytes", "--loss", "--json", input: "a\n")
    #expect(streamed.output.contains("\"file\":\"standard input\""))
  }

  @Test func namesOfSpecialTokens_areTextUnlessTheyAreAskedFor() throws {
    let world = try SmallWorld()
    let file = "\(Self.fixtures)/bytepair/smollm2.json"
    let plain = try world.run("tokenize", file, input: "a<|im_end|>\n")
    #expect(plain.status == 0 && !plain.output.hasSuffix(",2]\n"))
    #expect(try world.run("tokenize", file, "--decode", input: plain.output).output == "a<|im_end|>\n")
    let special = try world.run("tokenize", file, "--special", input: "a<|im_end|>\n")
    #expect(special.status == 0 && special.output.hasSuffix(",2]\n"))
    #expect(try world.run("tokenize", file, "--decode", input: special.output).output == "a\n")
    #expect(
      try world.run("tokenize", file, "--decode", "--special", input: special.output).output
        == "a<|im_end|>\n")
  }

  @Test func invalidText_isNamed() throws {
    let world = try SmallWorld()
    try world.folder.write(Data([0x61, 0x0A, 0x62, 0xC3, 0x0A]), to: "text.txt")
    let result = try world.run("tokenize", "bytes", "text.txt")
    #expect(
      result.status == 65 && result.errors.contains("text.txt:2: the line is not UTF-8: byte 2 is 0xC3"))
    #expect(result.output == "[100]\n")
    let loss = try world.run("tokenize", "bytes", "text.txt", "--loss", "--json")
    #expect(loss.status == 0 && loss.output.contains("\"invalidLines\":1"))
  }

  @Test(arguments: [
    ("word.model", "is a word model; only unigram and byte-pair models can be read"),
    ("char.model", "is a character model; only unigram and byte-pair models can be read"),
    ("truncated", "ends in the middle of a field"), ("empty", "the vocabulary holds no pieces"),
    ("text", "is not a SentencePiece model"), ("nothing", "there is no such vocabulary"),
  ])
  func badVocabulary(_ kind: String, _ problem: String) throws {
    let world = try SmallWorld()
    var data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/identity.model"))
    switch kind {
    case "truncated": data = data.prefix(1000)
    case "empty": data = Data()
    case "text": data = Data("The baker counts the stamps.\n".utf8)
    case "nothing": break
    default: data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(kind)"))
    }
    if kind != "nothing" { try world.folder.write(data, to: "spiece.model") }
    let result = try world.run("tokenize", "spiece.model", input: "a\n")
    #expect(result.status == 65 && result.output.isEmpty, "\(result.errors)")
    #expect(
      result.errors.hasPrefix("error: spiece.model: ") && result.errors.contains(problem), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 2)
  }

  @Test func badFolders() throws {
    let world = try SmallWorld()
    try world.folder.write("x", to: "model/config.json")
    let neither = try world.run("tokenize", "model", input: "a\n")
    #expect(neither.status == 65 && neither.errors.contains("'spiece.model' or 'tokenizer.json'"))
    try world.folder.write("{}", to: "model/config.json")
    try world.folder.write(
      #"{"pre_tokenizer": null, "model": {"type": "WordPiece", "vocab": {}}}"#, to: "model/tokenizer.json")
    let other = try world.run("tokenize", "model", input: "a\n")
    #expect(other.status == 65 && other.errors.contains("model/tokenizer.json:1:"), "\(other.errors)")
    #expect(other.errors.contains("model.type: is 'WordPiece'"), "\(other.errors)")
  }

  @Test(arguments: [["--loss", "--decode"], ["--loss", "--pieces"], ["--json"], ["--decode", "--pieces"]])
  func flagsThatExcludeEachOther(_ flags: [String]) throws {
    let result = try Command.run(["tokenize", "bytes"] + flags, in: NSTemporaryDirectory())
    #expect(result.status == 64 && result.output.isEmpty)
  }
}
