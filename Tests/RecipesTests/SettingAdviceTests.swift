import Diagnostics
import RunTestSupport
import Testing

@testable import Recipes
@testable import Settings

@Suite struct SettingAdviceTests {
  /// What is typed, and the setting that it must lead to.
  static let wrongNames: [(typed: String, meant: String)] = [
    ("lr", "optimizer.learningRate"), ("learning_rate", "optimizer.learningRate"),
    ("learningRate", "optimizer.learningRate"), ("LearningRate", "optimizer.learningRate"),
    ("learning-rate", "optimizer.learningRate"), ("learning_rte", "optimizer.learningRate"),
    ("optimizer.lr", "optimizer.learningRate"), ("optim.lr", "optimizer.learningRate"),
    ("optimiser.learningRate", "optimizer.learningRate"), ("model.learningRate", "optimizer.learningRate"),
    ("train.learning_rate", "optimizer.learningRate"),
    ("training_args.learning_rate", "optimizer.learningRate"),
    ("batch_size", "packing.rows"), ("per_device_train_batch_size", "packing.rows"),
    ("train.batchSize", "packing.rows"), ("per_device_eval_batch_size", "evaluation.batch"),
    ("evaluation.batch_size", "evaluation.batch"), ("gradient_accumulation_steps", "train.accumulation"),
    ("steps", "train.steps"), ("max_steps", "train.steps"), ("trainer.max_steps", "train.steps"),
    ("trian.steps", "train.steps"), ("train.step", "train.steps"), ("evaluation.steps", "evaluation.every"),
    ("output_dir", "output.folder"), ("output.dir", "output.folder"), ("train.output", "output.folder"),
    ("max_length", "packing.inputLength"), ("max_seq_length", "packing.inputLength"),
    ("packing.input_length", "packing.inputLength"), ("max_target_length", "packing.targetLength"),
    ("warmup", "optimizer.warmupSteps"), ("warmup_steps", "optimizer.warmupSteps"),
    ("weight_decay", "optimizer.weightDecay"), ("max_grad_norm", "optimizer.globalNormClip"),
    ("model_name_or_path", "model.folder"), ("model.name", "model.folder"), ("base_model", "model.folder"),
    ("model.size", "model.preset"), ("d_model", "model.modelDimension"),
    ("tokenizer.path", "tokenizer.vocabulary"), ("random_seed", "seed"), ("train.seed", "seed"),
    ("Seed", "seed"), ("seeds", "seed"), ("run_name", "name"), ("dataset", "data.tasks"),
    ("train_file", "data.tasks"), ("data.path", "data.tasks"), ("data.tasks[0].file", "data.tasks[0].path"),
    ("data.tasks.0.file", "data.tasks[0].path"), ("data.tasks[0].input", "data.tasks[0].fields.input"),
    ("data.tasks[3].paht", "data.tasks[3].path"), ("eval_steps", "evaluation.every"),
    ("save_steps", "checkpoint.every"), ("save_total_limit", "checkpoint.keepLast"),
    ("logging_steps", "logging.every"), ("early_stopping_patience", "evaluation.patience"),
    ("label_smoothing_factor", "loss.labelSmoothing"), ("num_workers", "train.threads"),
    ("gradient_checkpointing", "memory.limit"), ("dropout", "model.dropout"),
  ]

  @Test(arguments: wrongNames)
  func wrongName_leadsToTheWholePath(_ wrong: (typed: String, meant: String)) throws {
    let error = try #require(
      RecipeExample.errors(RecipeExample.least, ["\(wrong.typed)=1"]).first, "\(wrong.typed)")
    #expect(error.category == .usage)
    #expect(error.nextStep?.hasPrefix("Did you mean '\(wrong.meant)'") == true, "\(error)")
    #expect(Recipe.schema.setting(meantBy: wrong.typed, allowingSlips: true) == wrong.meant)
  }

  /// The same at the top of a file, where a name has no dots: it is shown how groups are nested.
  @Test(arguments: wrongNames.filter { !$0.typed.contains(".") })
  func wrongName_inAFile(_ wrong: (typed: String, meant: String)) throws {
    let error = try #require(
      RecipeExample.errors(RecipeExample.text("\"\(wrong.typed)\": 1")).first, "\(wrong.typed)")
    #expect(error.location?.line == 1 && error.location?.column == 2)
    #expect(error.nextStep?.hasPrefix("Did you mean '\(wrong.meant)'") == true, "\(error)")
    let isNested = error.nextStep?.contains("In a file: \"") == true
    #expect(isNested == wrong.meant.contains("."), "\(error)")
  }

  /// Advice that is more than a name: the recipe's members, overrides, and the whole next step.
  static let advice: [(members: String, overrides: [String], nextStep: String)] = [
    (
      "", ["lr=1"], "Did you mean 'optimizer.learningRate' (learning rate)?"
    ),
    (
      #""lr": 1"#, [],
      #"Did you mean 'optimizer.learningRate' (learning rate)? In a file: "optimizer": {"learningRate": ...}."#
    ),
    (#""train": {"stepz": 1}"#, [], "Did you mean 'train.steps'?"),
    (#""train.steps": 1"#, [], #"Groups are nested in a file: "train": {"steps": ...}."#),
    (
      #""train.stepz": 1"#, [],
      #"Did you mean 'train.steps'? In a file: "train": {"steps": ...}."#
    ),
    (#""every": 1"#, [], "Did you mean 'evaluation.every', 'checkpoint.every' or 'logging.every'?"),
    (#""output": "x""#, [], "It is a group of settings: output.folder."),
    ("", ["output=x"], "It is a group of settings: output.folder."),
    ("", ["data.tasks=x.jsonl"], #"Write [{"path": "x.jsonl"}]."#),
    ("", [#"data.tasks={"path": "x"}"#], "Put it in brackets: [{...}]."),
    ("", ["data.heldOutClusters=a"], #"Write ["a"]."#),
    ("", ["data.heldOutClusters=[a]"], "It begins like JSON but is none: look at its quotes and brackets."),
    ("", ["data.tasks.0.cap.x=1"], "Set 'data.tasks[0].cap' itself."),
    ("", ["data.tasks[7].cap=1"], "The last is 0. To add one, override the whole list, or edit the recipe."),
  ]

  @Test(arguments: advice)
  func nextStep_isWhole(_ wrong: (members: String, overrides: [String], nextStep: String)) throws {
    let text = RecipeExample.text(wrong.members.isEmpty ? #""about": """# : wrong.members)
    let error = try #require(RecipeExample.errors(text, wrong.overrides).first)
    #expect(error.nextStep == wrong.nextStep)
  }

  @Test func whatIsLikeNothing_getsTheValidNames() throws {
    let error = try #require(RecipeExample.errors(RecipeExample.least, ["train.xyzzyplugh=1"]).first)
    let names = TrainSettings.settings.map(\.key).sorted().joined(separator: ", ")
    #expect(error.nextStep == "Valid names: \(names).")
    #expect(Recipe.schema.setting(meantBy: "xyzzyplugh", allowingSlips: true) == nil)
    #expect(Recipe.schema.setting(meantBy: "learning_rte", allowingSlips: false) == nil)
  }

  @Test func foreignNames_leadToSettingsThatAreThere() {
    let hasEpochs = Recipe.schema.paths.contains("train.epochs")
    let all = ForeignNames.all.filter { hasEpochs || $0.setting != "train.epochs" }
    #expect(all.count > 250)
    for (name, setting) in all {
      #expect(Recipe.schema.paths.contains(setting), "\(name) leads to \(setting)")
      #expect(SettingPath(setting.replacing("[]", with: "[0]")) != nil)
    }
    let pairs = all.map { "\(ForeignNames.plain($0.name)) \($0.setting)" }
    #expect(Set(pairs).count == pairs.count, "a name stands twice")
    // A name that is valid where it is written is never asked for.
    for (name, setting) in all where !name.contains(".") {
      #expect(Recipe.schema.setting(meantBy: name, allowingSlips: false) != nil, "\(name) \(setting)")
    }
  }
}
