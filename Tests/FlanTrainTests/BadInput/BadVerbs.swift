import Foundation

/// Faults in calls of the verbs that only read.
enum BadVerbs {
  @Sendable private static func train(_ world: SmallWorld) throws { _ = try world.run("recipe.json") }

  static let all: [BadInput] = [
    BadInput("compare of one run", ["compare", "runs/small"], exits: 64, saying: ["name two runs or more"]),
    BadInput(
      "compare with what is no run", ["compare", "tasks", "tasks"], exits: 65,
      saying: ["tasks: is not the folder of a run", "Name the folder"]),
    BadInput(
      "compare with nothing", ["compare", "runs/small", "runs/smal"], exits: 65,
      saying: ["runs/smal", "Did you mean 'small'?"], train),
    BadInput(
      "compare with a damaged summary", ["compare", "runs/small", "runs/small"], exits: 65,
      saying: ["eval/step-00000003/summary.json", "is not an evaluation summary", "Restore the file"]
    ) { world in
      try train(world)
      try world.folder.write("{}", to: "runs/small/eval/step-00000003/summary.json")
    },
    BadInput(
      "compare with a damaged line of metrics", ["compare", "runs/small", "runs/small"], exits: 65,
      saying: ["runs/small/metrics.jsonl:1:"]
    ) { world in
      try train(world)
      try world.folder.write("{\"step\"\n", to: "runs/small/metrics.jsonl")
    },
    BadInput(
      "report of several runs to nowhere", ["report", "runs/small", "runs/small"], exits: 64,
      saying: ["--output", "where the page goes"]),
    BadInput(
      "report to a folder that is not there", ["report", "runs/small", "--output", "nowhere/page.html"],
      exits: 74, saying: ["nowhere/page.html", "could not write"], train),
    BadInput("plan of nothing", ["plan"], exits: 64, saying: ["name a recipe, or --paper"]),
    BadInput(
      "plan of a recipe and the paper", ["plan", "recipe.json", "--paper"], exits: 64,
      saying: ["--paper goes without a recipe"]),
    BadInput("measured paper", ["plan", "--paper", "--measure"], exits: 64, saying: ["--measure goes with"]),
    BadInput(
      "plan with an unknown key", ["plan", "recipe.json", "packing.row=3"], exits: 64,
      saying: ["packing.row", "Did you mean 'packing.rows'?"]),
    BadInput(
      "step that is not there", ["inspect", "recipe.json", "--step", "0"], exits: 64,
      saying: ["there is no step 0", "count from 1"]),
    BadInput(
      "negative step", ["inspect", "recipe.json", "--step", "-3"], exits: 64, saying: ["there is no step -3"]),
    BadInput(
      "step that no integer holds", ["inspect", "recipe.json", "--step", "99999999999999999999"], exits: 64,
      saying: ["--step"]),
    BadInput(
      "too many steps to go through", ["inspect", "recipe.json", "--statistics", "--steps", "2000000"],
      exits: 64, saying: ["2000000 steps cannot be gone through", "Name 1 to 1000000"]),
    BadInput(
      "task that is not there", ["inspect", "recipe.json", "--samples", "--task", "colours"], exits: 64,
      saying: ["'colours'", "'colors'"]),
    BadInput(
      "task that is held out", ["inspect", "recipe.json", "--samples", "--task", "sizes"], exits: 64,
      saying: ["'sizes' is held out whole"]),
    BadInput(
      "divergence of a run that has none", ["inspect", "runs/small", "--diverged"], exits: 65,
      saying: ["runs/small", "divergence.json", "exit code 2"], train),
    BadInput(
      "divergence that cannot be read", ["inspect", "runs/small", "--diverged"], exits: 65,
      saying: ["runs/small/divergence.json", "is not a report of a divergence"]
    ) { world in
      try train(world)
      try world.folder.write("{\"step\": 3}", to: "runs/small/divergence.json")
    },
    BadInput(
      "replay of nothing", ["inspect", "recipe.json", "--replay"], exits: 64,
      saying: ["--replay goes with --diverged"]),
    BadInput(
      "ledger of a run without checkpoints", ["inspect", "runs/small", "--ledger"], exits: 65,
      saying: ["runs/small", "without a whole checkpoint"]
    ) { world in
      try train(world)
      for name in ["checkpoints", "best"] {
        try FileManager.default.removeItem(atPath: "\(world.path)/runs/small/\(name)")
      }
    },
    BadInput(
      "export of nothing", ["export", "runs/none", "out"], exits: 65,
      saying: ["runs/none", "there is no such"]),
    BadInput(
      "export onto something", ["export", "runs/small", "tasks"], exits: 64,
      saying: ["tasks: is in the way", "never replaced"],
      train),
    BadInput(
      "suite that is not there", ["eval", "--suite", "bhb-direct", "--predictions", "x.jsonl"], exits: 64,
      saying: ["bhb-direct", "bbh-direct"]),
    BadInput(
      "spikes of no height", ["recipe.json", "logging.spikes=0"], exits: 64,
      saying: ["command line", "logging.spikes", "at least 1"]),
    BadInput(
      "schema with arguments", ["schema", "recipe.json"], exits: 64,
      saying: ["Unexpected argument 'recipe.json'"]),
  ]
}
