import Diagnostics
import Foundation
import Instructions
import RunTestSupport
import Testing
import TestSupport

@testable import Recipes

@Suite struct RecipeReadingTests {
  @Test func leastRecipe_keepsEveryDefault() throws {
    let recipe = try RecipeExample.load().recipe
    var expected = Recipe()
    expected.name = "least"
    expected.model.preset = .tiny
    expected.tokenizer.vocabulary = "bytes"
    var source = TaskSourceSettings()
    source.path = "tasks"
    expected.data.tasks = [source]
    #expect(recipe == expected)
  }

  @Test func everyValue_isReadWhereItBelongs() throws {
    let text = """
      {"name": "n", "about": ["one", "two"], "seed": 12,
       "model": {"folder": "m", "dropout": 0.25, "vocabularySize": null},
       "data": {"tasks": [{"path": "p", "kind": "cot-tsv", "name": "t", "subMixture": "s", "cap": 5, "rate": 1.5}],
         "mixture": {"cap": 7, "temperature": 2, "proportions": {"s": 3}},
         "formats": {"zero-shot": 0, "few-shot-cot": 2.5}, "excessLength": "drop"},
       "loss": {"normalization": 233472}, "optimizer": {"clippingThreshold": null, "schedule": "rsqrt"},
       "evaluation": {"every": null, "formats": ["few-shot"], "bestMetric": "heldOutClusters/loss"}}
      """
    let recipe = try RecipeExample.load(text).recipe
    #expect(recipe.name == "n" && recipe.about.lines == ["one", "two"] && recipe.seed == 12)
    #expect(recipe.model.preset == nil && recipe.model.folder == "m" && recipe.model.dropout == 0.25)
    let source = try #require(recipe.data.tasks.first)
    #expect(source.kind == .chainOfThoughtTSV && source.name == "t" && source.cap == 5 && source.rate == 1.5)
    #expect(recipe.data.mixture.proportions == ["s": 3] && recipe.data.mixture.temperature == 2)
    #expect(recipe.data.formats[.zeroShot] == 0 && recipe.data.formats[.fewShotChainOfThought] == 2.5)
    #expect(recipe.loss.normalization == .constant(233_472))
    #expect(recipe.optimizer.clippingThreshold == nil && recipe.optimizer.schedule == .inverseSquareRoot)
    #expect(recipe.evaluation.every == nil && recipe.evaluation.formats == [.fewShot])
    #expect(recipe.evaluation.bestMetric == .heldOut(.heldOutClusters, .loss))
  }

  @Test func resolvedText_readsBackAsTheSameRecipe() throws {
    let loaded = try RecipeExample.load(
      RecipeExample.text(#""about": "a \"quoted\" line\n", "loss": {"normalization": "sum", "zLoss": 1e-30}"#)
    )
    let again = try Recipe.read(Data(loaded.recipe.resolvedText.utf8), file: "resolved.json").recipe
    #expect(again == loaded.recipe)
    #expect(again.resolvedText == loaded.recipe.resolvedText && again.hash == loaded.recipe.hash)
    #expect(loaded.recipe.hash.count == 64)
  }

  /// A recipe that is wrong in one place: text, part of the place, part of the problem, part of the next step.
  static let wrongRecipes: [(text: String, place: String, problem: String, nextStep: String)] = [
    (#""trains": {}"#, "least.json:1:2", "there is no setting 'trains'", "'train'"),
    (#""train": {"step": 5}"#, ":1:12: train", "there is no setting 'train.step'", "'train.steps'"),
    (#""steps": 5"#, ":1:2", "there is no setting 'steps'", "'train.steps'"),
    (#""dropout": 0"#, ":1:2", "there is no setting 'dropout'", "'model.dropout'"),
    (#""train": {"steps": "5"}"#, "train.steps", "is a string but must be a whole number", ""),
    (#""train": {"steps": 0}"#, "train.steps", "is 0 but must be at least 1", ""),
    (#""train": {"steps": 1.5}"#, "train.steps", "is 1.5 but must be a whole number", ""),
    (#""train": {"steps": 1e99}"#, "train.steps", "must be a whole number", ""),
    (#""train": {"epochs": 0}"#, "train.epochs", "is 0 but must be above 0", ""),
    (#""train": {"targetTokens": 0}"#, "train.targetTokens", "is 0 but must be at least 1", ""),
    (#""train": {"targetTokens": 1.5}"#, "train.targetTokens", "is 1.5 but must be a whole number", ""),
    (#""train": {"epochs": -2}"#, "train.epochs", "is -2 but must be above 0", ""),
    (#""train": {"epochs": "2"}"#, "train.epochs", "is a string but must be a number", ""),
    (#""train": {"epochs": 1e7}"#, "train.epochs", "at most 1000000", ""),
    (#""train": {"epoch": 1}"#, "train", "there is no setting", "'train.epochs'"),
    (
      #""train": {"epochs": 2, "steps": 10}"#, "least.json:1:22: train.epochs",
      "is 2, but train.steps is 10 (a/least.json:1)", "Leave one of them out"
    ),
    (#""train": {"threads": 0}"#, "train.threads", "is 0 but must be at least 1", ""),
    (#""train": 3"#, "train", "is a number but must be an object", ""),
    (#""packing": {"inputLength": 1}"#, "packing.inputLength", "is 1 but must be at least 2", ""),
    (#""packing": {"method": "bestfit"}"#, "packing.method", "is 'bestfit' but must be one of", "'best-fit'"),
    (#""optimizer": {"epsilonGradient": 0}"#, "optimizer.epsilonGradient", "is 0 but must be above 0", ""),
    (#""optimizer": {"learningRate": 1e999}"#, "optimizer.learningRate", "must be a finite number", ""),
    (#""loss": {"normalization": -1}"#, "loss.normalization", "is -1 but must be above 0", ""),
    (#""loss": {"normalization": "tokens"}"#, "loss.normalization", "is 'tokens' but must be one of", ""),
    (#""loss": {"normalization": true}"#, "loss.normalization", "is a boolean but must be", ""),
    (
      #""memory": {"limit": "12 gb"}, "train": {"accumulation": 3}"#, "train.accumulation",
      "is 3, but packing.rows, which is 8", "Choose 2"
    ),
    (#""memory": {"limit": "12 parsec"}"#, "memory.limit", "is '12 parsec' but must be bytes", ""),
    (#""memory": {"limit": 0}"#, "memory.limit", "is 0 but must be bytes", ""),
    (#""memory": {"limit": -5}"#, "memory.limit", "is -5 but must be bytes", ""),
    (#""memory": {"limit": 1e99}"#, "memory.limit", "must be a whole number", ""),
    (#""memory": {"limit": true}"#, "memory.limit", "is a boolean", ""),
    (#""about": 5"#, "about", "is a number but must be a string or an array of strings", ""),
    (#""about": [5]"#, "about[0]", "is a number but must be a string", ""),
    (#""seed": -1"#, "seed", "is -1 but must be at least 0", ""),
    (#""name": "a/b""#, "name", "'a/b' cannot name a folder", ""),
    (#""name": "..""#, "name", "'..' cannot name a folder", ""),
    (#""evaluation": {"formats": []}"#, "evaluation.formats", "names no format", ""),
    (#""evaluation": {"formats": ["zeroshot"]}"#, "evaluation.formats[0]", "is 'zeroshot'", "'zero-shot'"),
    (
      #""evaluation": {"bestMetric": "heldOutInstance/loss"}"#, "evaluation.bestMetric", "is '",
      "heldOutInstances/loss"
    ),
    (
      #""evaluation": {"bestMetric": "heldOutClusters/loss"}"#, "evaluation.bestMetric",
      "nothing of a held-out", ""
    ),
    (
      #""evaluation": {"heldOutInstancesPerTask": 0}"#, "evaluation.bestMetric", "no instances are held out",
      ""
    ),
    (
      #""optimizer": {"schedule": "linear", "warmupSteps": 9}, "train": {"steps": 9}"#,
      "optimizer.warmupSteps",
      "ends at step 9", ""
    ),
    (
      #""optimizer": {"schedule": "cosine", "warmupSteps": 9}, "train": {"steps": 9}"#,
      "optimizer.warmupSteps",
      "a cosine schedule ends at step 9", ""
    ),
    (
      #""optimizer": {"schedule": "cosin"}"#, "optimizer.schedule",
      "is 'cosin' but must be one of 'constant'",
      "'cosine'"
    ),
    (#""optimizer": {"kind": "adam"}"#, "optimizer.kind", "'adafactor', 'adamw'", "'adamw'"),
    (
      #""optimizer": {"beta1": 0.9}"#, "optimizer.beta1",
      "is a setting of adamw, but optimizer.kind is 'adafactor'", "set optimizer.kind to 'adamw'"
    ),
    (
      #""optimizer": {"kind": "adamw", "epsilonGradient": 1e-8}"#, "optimizer.epsilonGradient",
      "is a setting of adafactor, but optimizer.kind is 'adamw'", "'epsilon'"
    ),
    (
      #""optimizer": {"kind": "adamw", "momentum": 0.9}"#, "optimizer.momentum", "is a setting of adafactor",
      "beta1"
    ),
    (#""optimizer": {"kind": "adamw", "beta2": 1}"#, "optimizer.beta2", "is 1 but must be", ""),
    (#""optimizer": {"kind": "adamw", "epsilon": 0}"#, "optimizer.epsilon", "is 0 but must be", ""),
    (#""optimizer": {"kind": "adamw", "beta3": 0.5}"#, "optimizer", "there is no setting", "optimizer.beta"),
    (#""optimizer": {"momentum": 1}"#, "optimizer.momentum", "is 1 but must be", ""),
  ]

  /// Shares of instances to hold out that are none.
  @Test(arguments: [
    #""0%""#, #""100%""#, #""101%""#, #""-2%""#, #""2""#, #""%""#, #""two%""#, #""1e1%""#, #""2 3%""#, "0.02",
    "1.5",
    "-1", "1000001", "true", #""nan%""#, "[2]",
  ])
  func sharesThatAreNone_areRefused(_ value: String) throws {
    let text = RecipeExample.least.replacing(
      #""data": {"#, with: #""data": {"heldOutInstances": \#(value), "#)
    #expect(text != RecipeExample.least)
    let errors = RecipeExample.errors(text)
    #expect(errors.count == 1 && errors.first?.location?.field == "data.heldOutInstances", "\(errors)")
    #expect(errors.first?.problem.contains("must be") == true)
  }

  @Test(arguments: [
    ("2%", #""2%""#, HeldOutAmount.percentage(2)), ("0.5 %", #""0.5%""#, .percentage(0.5)),
    ("99.9%", #""99.9%""#, .percentage(99.9)), ("0", "0", .count(0)), ("20", "20", .count(20)),
  ])
  func sharesToHoldOut_areRead(_ text: String, _ json: String, _ amount: HeldOutAmount) throws {
    let recipe = try RecipeExample.load(
      RecipeExample.least, ["data.heldOutInstances=\(text)", "evaluation.bestMetric=suites/a/mean"]
    ).recipe
    #expect(recipe.data.heldOutInstances == amount)
    #expect(recipe.settingRows.contains { $0.key == "data.heldOutInstances" && $0.value == json })
  }

  /// A file's settings, those of the command line, and the target tokens, epochs and steps that they come to.
  @Test(
    arguments: [
      (#""targetTokens": 500"#, [], 500, nil, nil),
      (#""steps": 5"#, ["train.steps=null", "train.targetTokens=9"], 9, nil, nil),
      (#""targetTokens": 500"#, ["train.targetTokens=null", "train.epochs=2"], nil, 2, nil),
      (#""targetTokens": 500"#, ["train.targetTokens=null"], nil, nil, 1_000),
    ] as [(String, [String], Int?, Double?, Int?)])
  func targetTokens_sayHowLongARunGoes(
    _ text: String, _ overrides: [String], _ tokens: Int?, _ epochs: Double?, _ steps: Int?
  ) throws {
    let train = try RecipeExample.load(RecipeExample.text("\"train\": {\(text)}"), overrides).recipe.train
    #expect(train.targetTokens == tokens && train.epochs == epochs && train.stepSetting == steps)
  }

  /// A file's settings, of which only one can hold, and what is said.
  @Test(arguments: [
    (
      #""steps": 5, "targetTokens": 9"#, "train.targetTokens", "is 9, but train.steps is 5",
      "train.steps=null"
    ),
    (
      #""epochs": 2, "targetTokens": 9"#, "train.targetTokens", "is 9, but train.epochs is 2",
      "train.targetTokens=null"
    ),
  ])
  func twoLengths_areRefused(_ text: String, _ place: String, _ problem: String, _ nextStep: String) {
    let errors = RecipeExample.errors(RecipeExample.text("\"train\": {\(text)}"))
    #expect(errors.count == 1)
    for part in [place, problem, nextStep] {
      #expect(errors.first?.description.contains(part) == true, "\(errors)")
    }
  }

  /// A file's settings, those of the command line, and the epochs and steps that they come to.
  @Test(
    arguments: [
      (#""epochs": 2"#, [], 2, nil), (#""epochs": 0.5, "steps": null"#, [], 0.5, nil),
      (#""steps": 5"#, ["train.steps=null", "train.epochs=3"], 3, nil), (#""steps": null"#, [], nil, 1_000),
      (#""epochs": 2"#, ["train.epochs=null"], nil, 1_000),
      (#""epochs": 2"#, ["train.epochs=null", "train.steps=7"], nil, 7),
      (#""steps": 5"#, [#"train={"epochs": 4}"#], 4, nil),
    ] as [(String, [String], Double?, Int?)])
  func stepsOrEpochs_sayHowLongARunGoes(
    _ text: String, _ overrides: [String], _ epochs: Double?, _ steps: Int?
  ) throws {
    let train = try RecipeExample.load(RecipeExample.text("\"train\": {\(text)}"), overrides).recipe.train
    #expect(train.epochs == epochs && train.stepSetting == steps)
  }

  @Test(arguments: [["train.epochs=2"], ["train.epochs=2", "train.steps=4"]])
  func stepsAndEpochs_areRefusedFromAnywhere(_ overrides: [String]) throws {
    let errors = RecipeExample.errors(RecipeExample.text(#""train": {"steps": 3}"#), overrides)
    #expect(errors.count == 1)
    #expect(errors.first?.description.contains("train.steps=null") == true)
  }

  @Test(arguments: wrongRecipes)
  func wrongRecipe_saysWhatWhereAndWhatToDo(
    _ wrong: (text: String, place: String, problem: String, nextStep: String)
  ) throws {
    let errors = RecipeExample.errors(RecipeExample.text(wrong.text))
    let error = try #require(errors.first)
    #expect(errors.count == 1)
    #expect(error.category == .usage)
    #expect(error.location?.description.contains(wrong.place) == true, "\(error)")
    #expect(error.problem.contains(wrong.problem), "\(error)")
    #expect(wrong.nextStep.isEmpty || error.nextStep?.contains(wrong.nextStep) == true, "\(error)")
  }

  /// The model, tokenizer and data of a recipe that contradict each other, and the keys that are named.
  static let contradictions: [(text: String, keys: [String])] = [
    (#"{"data": {"tasks": [{"path": "t"}]}}"#, ["model"]),
    (#"{"model": {"preset": "tiny"}, "data": {"tasks": [{"path": "t"}]}}"#, ["tokenizer.vocabulary"]),
    (#"{"model": {"folder": "m", "heads": 2}, "data": {"tasks": [{"path": "t"}]}}"#, ["model.heads"]),
    (
      #"""
      {"model": {"preset": "palm-mini", "version": "1.1", "encoderLayers": 2, "headDimension": 5, "prefix": true},
       "loss": {"tokens": "all"},
       "tokenizer": {"vocabulary": "bytes"}, "data": {"tasks": [{"path": "t"}]}}
      """#, ["model.version", "model.encoderLayers", "model.headDimension", "loss.tokens"]
    ),
    (
      #"""
      {"model": {"preset": "mini", "prefix": true, "turns": {"family": "chatml"}}, "loss": {"tokens": "all"},
       "tokenizer": {"vocabulary": "bytes"}, "data": {"tasks": [{"path": "t"}]}}
      """#, ["model.prefix", "model.turns", "loss.tokens", "loss.tokens"]
    ),
    (#"{"model": {"folder": "m", "preset": "xl"}, "data": {"tasks": [{"path": "t"}]}}"#, ["model.folder"]),
    (
      #"{"model": {"folder": ""}, "data": {"tasks": [{"path": ""}]}}"#,
      ["model.folder", "data.tasks[0].path"]
    ),
    (#"{"model": {"folder": "m"}, "data": {"tasks": []}}"#, ["data.tasks"]),
    (
      #"{"model": {"folder": "m"}, "data": {"tasks": [{"path": "t", "validation": ""}]}}"#,
      ["data.tasks[0].validation"]
    ),
    (
      #"""
      {"model": {"folder": "m"}, "data": {"tasks": [{"path": "t"}], "exemplars": {"minimum": 4},
       "formats": {"zero-shot": 0, "few-shot": 0, "zero-shot-cot": 0, "few-shot-cot": 0}}}
      """#, ["data.formats", "data.exemplars.minimum"]
    ),
    (
      #"""
      {"model": {"folder": "m"}, "data": {"tasks": [{"path": "t"}, {"path": "u", "subMixture": "a"}],
       "mixture": {"proportions": {"b": 0}}}}
      """#,
      [
        "data.mixture.proportions.b", "data.tasks[0].subMixture", "data.tasks[1].subMixture",
        "data.mixture.proportions",
      ]
    ),
  ]

  @Test(arguments: contradictions)
  func contradiction_namesEachKey(_ wrong: (text: String, keys: [String])) {
    #expect(RecipeExample.errors(wrong.text).map { $0.location?.field } == wrong.keys)
  }

  @Test func severalProblems_areReportedTogether() throws {
    let errors = RecipeExample.errors(
      #"{"modle": {}, "data": {"tasks": [{"path": 5}]}, "evaluation": {"suites": [{"data": "d"}]}, "train": {"steps": 0, "stepz": 1}}"#,
      ["train.thread=2"])
    #expect(errors.count == 6)
    let message = try #require(UserErrors(errors)).description
    for part in [
      "'modle'", "'suite' is missing", "data.tasks[0].path", "train.stepz", "is 0", "'train.threads'",
    ] {
      #expect(message.contains(part), "\(part) in \(message)")
    }
    #expect(UserErrors(errors)?.category == .usage)
  }

  @Test(arguments: ["", "{", "[]", "{\"data\": ", "\u{0}", "{\"seed\": 1, \"seed\": 2}", "nul"])
  func textThatIsNoRecipe_isAUsageError(_ text: String) {
    let errors = RecipeExample.errors(text)
    #expect(!errors.isEmpty && errors.allSatisfy { $0.category == .usage })
  }

  @Test func missingFile_isAUsageError() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "mine.json")
    #expect {
      try Recipe.load(folder.path + "/mien.json")
    } throws: { error in
      let error = error as? any UserError
      return error?.category == .usage && error?.nextStep?.contains("mine.json") == true
    }
    #expect { try Recipe.load(folder.path) } throws: { ($0 as? any UserError)?.category == .usage }
  }

  @Test func settingsTable_saysWhoSetWhat() throws {
    let loaded = try RecipeExample.load(
      RecipeExample.text(#""train": {"steps": 5}"#), ["data.exemplars.maximum=9"])
    let rows = loaded.settingsTable.groups.flatMap { group in
      group.rows.map { ("\(group.name).\($0.key)", $0) }
    }
    let origins = Dictionary(uniqueKeysWithValues: rows.map { ($0.0, $0.1.origin) })
    #expect(origins["train.steps"] == .recipe && origins["train.threads"] == .standard)
    #expect(
      origins["data.exemplars.maximum"] == .commandLine && origins["data.exemplars.minimum"] == .standard)
    #expect(origins["data.tasks[0].path"] == .recipe && origins["run.seed"] == .standard)
    #expect(rows.count == loaded.recipe.settingRows.count - 1)
  }
}
