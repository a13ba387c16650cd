import Foundation

enum BadModels {
  /// A model folder `model` in the world: the best model of a run.
  @Sendable private static func makeModel(_ world: SmallWorld) throws {
    let result = try world.run("recipe.json", "train.steps=1")
    guard result.status == 0 else { throw CocoaError(.fileNoSuchFile) }
    try FileManager.default.moveItem(atPath: "\(world.path)/runs/small/best", toPath: "\(world.path)/model")
    try FileManager.default.removeItem(atPath: "\(world.path)/runs")
    try world.startFromModel()
  }

  private static func model(
    _ description: String, _ arguments: [String] = ["recipe.json"], saying parts: [String],
    leavesRun: Bool = false, _ arrange: @escaping @Sendable (SmallWorld) throws -> Void
  ) -> BadInput {
    BadInput(description, arguments, exits: 65, saying: parts, leavesRun: leavesRun) { world in
      try makeModel(world)
      try arrange(world)
    }
  }

  static let all: [BadInput] = [
    BadInput(
      "missing model folder", ["recipe.json", "model.preset=null", "model.folder=modle"], exits: 64,
      saying: ["model.modelDimension", "model.folder decides it", "Leave it out"]),
    model(
      "score of a line without targets", ["score", "model", "--input", "pairs.jsonl"],
      saying: ["pairs.jsonl:2", "'targets' is missing"]
    ) {
      try $0.folder.write(
        "{\"inputs\": \"a\", \"targets\": \"b\"}\n{\"inputs\": \"a\", \"target\": \"b\"}\n", to: "pairs.jsonl"
      )
    },
    model(
      "score of ids beyond the vocabulary", ["score", "model", "--input", "pairs.jsonl"],
      saying: ["pairs.jsonl:1", "input_ids[1]", "384", "id of the model's vocabulary"]
    ) { try $0.folder.write("{\"input_ids\": [5, 384], \"target_ids\": [1]}\n", to: "pairs.jsonl") },
    model(
      "score of text and ids", ["score", "model", "--input", "pairs.jsonl"],
      saying: ["pairs.jsonl:1", "input_ids", "text or ids"]
    ) {
      try $0.folder.write("{\"inputs\": \"a\", \"input_ids\": [5], \"targets\": \"b\"}\n", to: "pairs.jsonl")
    },
    model(
      "prompts that are no JSON", ["generate", "model", "--input", "prompts.jsonl"],
      saying: ["prompts.jsonl:1:1"]
    ) { try $0.folder.write("hello\n", to: "prompts.jsonl") },
    model(
      "file of prompts that is not there", ["generate", "model", "--input", "promts.jsonl"],
      saying: ["promts.jsonl", "prompts.jsonl"]
    ) { try $0.folder.write("", to: "prompts.jsonl") },
    model("weights are missing", saying: ["model", "model.safetensors"]) {
      try FileManager.default.removeItem(atPath: "\($0.path)/model/model.safetensors")
    },
    model(
      "model of another architecture",
      saying: ["error: model/config.json:", "model_type", "'bert', not a T5", "Take a folder of T5"]
    ) { try $0.edit("model/config.json", "\"t5\"", "\"bert\"") },
    model(
      "weights of another width",
      saying: ["model/model.safetensors", "has the shape", "right model for its config.json?"]
    ) { try $0.edit("model/config.json", "\"d_ff\": 24", "\"d_ff\": 32") },
    model("truncated weights", saying: ["model/model.safetensors", "truncated"]) { world in
      let data = try world.folder.data("model/model.safetensors")
      try world.folder.write(data.prefix(data.count - 100), to: "model/model.safetensors")
    },
    model("weights that are no weights", saying: ["model/model.safetensors", "safetensors"]) {
      try $0.folder.write("<html>404</html>", to: "model/model.safetensors")
    },
    model(
      "weight that is not a number",
      saying: ["model/model.safetensors", "is nan", "take an earlier checkpoint"], leavesRun: true
    ) { world in
      var data = try world.folder.data("model/model.safetensors")
      data.replaceSubrange(data.count - 4..<data.count, with: [0, 0, 0xC0, 0x7F])
      try world.folder.write(data, to: "model/model.safetensors")
    },
    model(
      "the same for generate", ["generate", "model", "red 1"],
      saying: ["model/model.safetensors", "is nan", "earlier"]
    ) { world in
      var data = try world.folder.data("model/model.safetensors")
      data.replaceSubrange(data.count - 4..<data.count, with: [0, 0, 0xC0, 0x7F])
      try world.folder.write(data, to: "model/model.safetensors")
    },
    model(
      "vocabulary larger than the folder's table", ["recipe.json", "tokenizer.vocabulary=spiece.model"],
      saying: ["model", "vocab_size", "384 rows", "the vocabulary that the model was made with"]
    ) { world in
      let vocabulary = "\(Command.packageRoot)/Data/Vocabulary/spiece.model"
      try FileManager.default.copyItem(atPath: vocabulary, toPath: "\(world.path)/spiece.model")
    },
    model(
      "outputs that begin with another id",
      saying: ["model/config.json", "decoder_start_token_id", "the id 5, but training begins them with 0"]
    ) { try $0.edit("model/config.json", "\"decoder_start_token_id\": 0", "\"decoder_start_token_id\": 5") },
    BadInput(
      "eval of a folder without a recipe", ["eval", "model"], exits: 64,
      saying: ["model: belongs to no run", "Name a recipe with --recipe"], makeModel),
    BadInput(
      "generate with what is no model", ["generate", "tasks", "red"], exits: 65,
      saying: ["tasks", "neither a model folder", "Name a Hugging Face model folder"]),
    BadInput(
      "generate with nothing", ["generate", "nowhere", "red"], exits: 65,
      saying: ["nowhere", "there is no such"]),
    BadInput(
      "generate with a file", ["generate", "recipe.json", "red"], exits: 65,
      saying: ["recipe.json", "must be a folder"]),
  ]
}
