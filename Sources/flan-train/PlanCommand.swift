import ArgumentParser
import Foundation
import Reports
import Training

/// `plan`: what a run will take, before it starts.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tells what a run will take: parameters, work, memory, disk; with --measure also time.",
    discussion: """
      Memory is exact from the programs' own plans, with what the rest of the process takes measured. With memory.limit in
      the recipe it tells how many blocks are recomputed to stay below. Nothing is written.

      Examples:

        flan-train plan recipes/flan-small.json
        flan-train plan recipes/flan-small.json memory.limit=1GiB --measure
        flan-train plan recipes/flan-small.json train.accumulation=2 --json
      """)

  @Argument(help: "The recipe: a path, or the name of one that comes with the program.")
  var recipe: String

  @Argument(help: ArgumentHelp("Settings that override the recipe's.", valueName: "dotted.key=value"))
  var overrides: [String] = []

  @Flag(help: "Take three steps and measure their time.")
  var measure = false

  @Flag(help: "Print the plan as JSON.")
  var json = false

  func run() throws {
    try Outcome.of {
      let path = try RecipeLocator.standard().locate(recipe)
      let loaded = try Recipe.load(path, overrides: overrides)
      let runtime = Machine.runtime(threads: loaded.recipe.train.threads)
      let planned = try PlannedRun(loaded, folder: RunFolder(of: loaded.recipe), runtime: runtime)
      for message in planned.data.leftOut { Outcome.printError("warning: \(message)") }
      var page = planned.page
      if measure {
        let prepared = try PreparedRun(planned, runtime: runtime)
        try prepared.loadFirstWeights()
        page.measured = try prepared.measure(steps: 3)
      } else if let shortage = planned.shortage {
        Outcome.printError("warning: \(shortage.description)")
      }
      if json {
        let text = String(decoding: try EventCoding.pretty(page), as: UTF8.self)
        try Outcome.printResult(text.trimmingCharacters(in: .newlines))
      } else {
        try Outcome.printResult(RunPlanTextTable.textLines(page).joined(separator: "\n"))
      }
    }
  }
}
