import Foundation

enum BadRuns {
  @Sendable private static func train(_ world: SmallWorld) throws { _ = try world.run("recipe.json") }

  /// A run that is not done.
  @Sendable private static func trainHalf(_ world: SmallWorld) throws {
    try train(world)
    try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/DONE")
  }

  static let all: [BadInput] = [
    BadInput(
      "file where the run should be", ["recipe.json"], exits: 64,
      saying: ["runs/small", "is in the way", "name="]
    ) { try $0.folder.write("mine", to: "runs/small") },
    BadInput(
      "folder of something else where the run should be", ["recipe.json"], exits: 64,
      saying: ["runs/small", "not the folder of a run", "output.folder="]
    ) { try $0.folder.write("mine", to: "runs/small/thesis.tex") },
    BadInput(
      "output folder that cannot be made", ["recipe.json", "output.folder=recipe.json"], exits: 74,
      saying: ["recipe.json/small", "could not create the folder", "Check permissions"]),
    BadInput(
      "resume of nothing", ["resume", "runs/smal"], exits: 65,
      saying: ["runs/smal", "no such run", "'small'"]
    ) {
      try train($0)
    },
    BadInput(
      "resume of what is no run", ["resume", "tasks"], exits: 65,
      saying: ["tasks: is not the folder of a run", "Name the folder"]),
    BadInput(
      "resume of a run without its passport", ["resume", "runs/small"], exits: 65,
      saying: ["runs/small: holds a run whose run.json is missing", "flan-train RECIPE"]
    ) { world in
      try trainHalf(world)
      try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/run.json")
    },
    BadInput(
      "resume of a run that has not begun", ["resume", "runs/small"], exits: 65,
      saying: ["runs/small: holds a run that has not begun", "flan-train RECIPE"]
    ) { world in
      try trainHalf(world)
      for name in ["run.json", "checkpoints"] {
        try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/\(name)")
      }
    },
    BadInput(
      "resume with a change", ["resume", "runs/small", "train.steps=9"], exits: 64,
      saying: ["runs/small", "train.steps: 6 -> 9", "allow"], train),
    BadInput(
      "all checkpoints damaged", ["resume", "runs/small"], exits: 65,
      saying: [
        "runs/small/checkpoints", "no checkpoint is whole", "step-00000006/model.safetensors", "--restart",
      ]
    ) { world in
      try trainHalf(world)
      for step in [4, 6] { try world.damage("\(SmallWorld.checkpoint(step))/model.safetensors") }
    },
    BadInput(
      "damaged best model", ["generate", "runs/small", "red"], exits: 65,
      saying: ["runs/small/best/model.safetensors", "SHA-256", "damaged"]
    ) { world in
      try train(world)
      try world.damage("runs/small/best/model.safetensors")
    },
    BadInput(
      "damaged settings", ["resume", "runs/small"], exits: 64, saying: ["runs/small/resolved.json:1:1"]
    ) { world in
      try train(world)
      try world.folder.write("?", to: "runs/small/resolved.json")
    },
    BadInput(
      "damaged passport", ["resume", "runs/small"], exits: 65, saying: ["runs/small/run.json", "passport"]
    ) {
      world in
      try trainHalf(world)
      try world.folder.write("{}", to: "runs/small/run.json")
    },
    BadInput(
      "report of nothing", ["report", "runs/none"], exits: 65,
      saying: ["runs/none", "there is no such run folder"]),
    BadInput(
      "report of what is no run", ["report", "tasks"], exits: 65,
      saying: ["tasks: is not the folder of a run", "Name the folder"]),
    BadInput("report without a metrics file", ["report", "runs/small"], exits: 65, saying: ["metrics.jsonl"])
    { world in
      try train(world)
      try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/metrics.jsonl")
    },
  ]
}
