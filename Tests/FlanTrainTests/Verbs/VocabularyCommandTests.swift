import TestSupport
import Testing

/// `flan-train vocabulary`: a vocabulary for a recipe, used by the same recipe.
@Suite struct VocabularyCommandTests {
  @Test(arguments: [("unigram", "104"), ("bpe", "300")])
  func trainsAVocabularyThatTheRecipeUses(_ kind: String, _ pieces: String) throws {
    let world = try SmallWorld()
    let arguments = ["vocabulary", "recipe.json", "--kind", kind, "--pieces", pieces, "--output"]
    let made = try Command.run(arguments + ["own.model"], in: world.path)
    #expect(
      made.status == 0 && made.output.contains("own.model: \(pieces) pieces (\(kind))"), "\(made.errors)")
    #expect(try Command.run(arguments + ["again.model"], in: world.path).status == 0)
    #expect(try world.folder.data("own.model") == world.folder.data("again.model"))
    let text = "Say the word. red 12 [blue] (green)"
    let ids = try world.run("tokenize", "own.model", input: text + "\n")
    #expect(ids.status == 0, "\(ids.errors)")
    #expect(try world.run("tokenize", "own.model", "--decode", input: ids.output).output == text + "\n")
    let trained = try world.run("recipe.json", "tokenizer.vocabulary=own.model", "train.steps=2")
    #expect(trained.status == 0, "\(trained.errors)")
  }

  @Test func whatIsHeldOutHasNoPart() throws {
    let world = try SmallWorld()
    let made = try world.run("vocabulary", "recipe.json", "--pieces", "104", "--output", "own.model")
    #expect(
      made.status == 0 && made.output.contains("21 instances and documents of 1 task"), "\(made.output)")
    let shown = try world.run("tokenize", "own.model", "--pieces", input: "green\nsmall\n")
    #expect(shown.outputLines.first?.contains("green") == true, "\(shown.output)")
    #expect(shown.outputLines.last?.contains("small") == false)
  }

  @Test func textsAreReadAsWell() throws {
    let world = try SmallWorld()
    try world.folder.write("A lantern and another lantern.\nAn old lantern.\nA new lantern.\n", to: "t.txt")
    let sources = #"data.tasks=[{"path": "t.txt", "kind": "text", "documents": "line"}]"#
    let settings = [
      sources, "data.heldOutClusters=[]", "data.heldOutInstances=0",
      "evaluation.bestMetric=heldOutTexts/loss",
    ]
    let made = try Command.run(
      ["vocabulary", "recipe.json"] + settings + ["--pieces", "102", "--output", "own.model"], in: world.path)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try world.run("tokenize", "own.model", "--pieces", input: "lantern\n").output.contains("lantern"))
    let checked = try Command.run(
      ["validate", "recipe.json", "tokenizer.vocabulary=own.model"] + settings, in: world.path)
    #expect(checked.status == 0 && checked.output.contains("span-corruption"), "\(checked.errors)")
  }

  @Test(arguments: [
    (["--pieces", "5000"], 65, "give only"),
    (["--pieces", "20"], 64, "the characters and required pieces alone"),
    (["--pieces", "200", "--coverage", "3"], 64, "characterCoverage"), (["--kind", "word"], 64, "word"),
    (["--pieces", "104", "data.tasks[0].path=nowhere"], 65, "nowhere"),
  ])
  func whatCannotBeIsSaid(_ arguments: [String], _ status: Int32, _ part: String) throws {
    let world = try SmallWorld()
    let made = try Command.run(
      ["vocabulary", "recipe.json", "--output", "own.model"] + arguments, in: world.path)
    #expect(made.status == status && made.errors.contains(part), "\(made.status) \(made.errors)")
    #expect(!world.folder.exists("own.model"))
  }
}
