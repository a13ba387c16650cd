import ArgumentParser
import Foundation
import Inspection
import Instructions
import JSON
import Recipes
import Reports
import Runs
import Training

/// `plan`: what a run will take, before it starts.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tells what a run will take: data, parameters, work, memory, disk; with --measure also time.",
    usage: "flan-train plan [<options>] [<recipe>] [<dotted.key=value> ...]",
    discussion: """
      Memory is exact from the programs' own plans, with what the rest of the process takes measured. With memory.limit in \
      the recipe it tells how many blocks are recomputed to stay below, whatever the rows hold. Lengths, fill, operations, \
      what is cut and the peak are those of the first 16 steps. Nothing is written.

      --hosts N tells what a step would take on 1 to N hosts that share it (mpirun): bytes sent, memory of each, and with \
      --network and --measure its time, from parts measured here: hosts like this one, sums and sending one after the other.

      --paper computes Table 2 of Chung et al. 2022 from the recipes that come with the program.

      Examples:

        flan-train plan recipes/flan-small.json
        flan-train plan recipes/flan-small.json memory.limit=1GiB --measure
        flan-train plan recipes/flan-small.json train.accumulation=2 --json
        flan-train plan recipes/flan-small.json --hosts 4 --network 10Gb --measure
        flan-train plan --paper
      """)

  @OptionGroup var recipe: OptionalRecipeArguments

  @Flag(help: "Take three steps and measure their time.")
  var measure = false

  @Option(help: "Tell what a step takes when up to so many hosts share it.")
  var hosts: Int?

  @Option(
    help: ArgumentHelp("The network between hosts, in bits a second: 10Gb, 2.5Gb, 100Gb.", valueName: "rate"))
  var network: String?

  @Flag(help: "Print the table of the paper's models instead.")
  var paper = false

  @Flag(help: "Print the plan as JSON.")
  var json = false

  func validate() throws {
    if paper, recipe.recipe != nil { throw ValidationError("--paper goes without a recipe") }
    if !paper, recipe.recipe == nil { throw ValidationError("name a recipe, or --paper") }
    if let hosts, !(1...4_096).contains(hosts) { throw ValidationError("--hosts must be from 1 to 4096") }
    if network != nil, hosts == nil { throw ValidationError("--network goes with --hosts") }
    if paper, hosts != nil { throw ValidationError("--hosts goes with a recipe") }
    if let network, NetworkRate(network) == nil {
      throw ValidationError("--network is '\(network)', not a rate in bits a second such as 10Gb")
    }
    if paper, measure { throw ValidationError("--measure goes with a recipe") }
  }

  func run() throws {
    try Outcome.of {
      guard let given = try recipe.load() else {
        let table = try PaperTable()
        return try show(table, PaperTextTable.textLines(table))
      }
      let loaded = try StepDivision(kept: nil, processes: hosts ?? 1).divide(given)
      let runtime = try Machine.runtime(of: loaded)
      let planned = try PlannedRun(
        loaded, folder: RunFolder(of: loaded.recipe), runtime: runtime,
        caching: CacheHandling(.readOnly, progress: { Console.standardError.show($0) }))
      let length = [planned.loaded.lengthNote, planned.loaded.recipe.stopNote].compactMap { $0 }
      for note in planned.setup.notes + length + planned.data.sourceNotes + planned.data.heldOutNotes {
        Outcome.printError(note)
      }
      for message in planned.data.leftOut { Outcome.printError("warning: \(message)") }
      do {
        for note in try planned.data.checkForecast(planned.loaded.recipe) {
          Outcome.printError("warning: \(note)")
        }
      } catch let error as ForecastError {
        Outcome.printError("warning: \(error.description)")
      }
      var page = try planned.page(runtime: runtime)
      page.machine = Machine.planned(runtime)
      var times: HostGrowth.PartTimes?
      if measure {
        let prepared = try PreparedRun(planned, runtime: runtime)
        try prepared.loadFirstWeights()
        page.measured = try prepared.measure(steps: 3)
        if hosts != nil { times = try prepared.measureParts(steps: 3) }
      } else if let shortage = planned.shortage {
        Outcome.printError("warning: \(shortage.description)")
      }
      if let hosts {
        page.growth = HostGrowth(
          trained: planned.plan.programs.trainedCount, parts: planned.plan.programs.parts, most: hosts,
          peakBytes: page.peakBytes, bitsPerSecond: network.flatMap(NetworkRate.init)?.bitsPerSecond,
          times: times)
      }
      try show(page, RunPlanTextTable.textLines(page))
    }
  }

  private func show(_ page: some Encodable, _ lines: [String]) throws {
    let text =
      json ? String(decoding: try EventCoding.pretty(page), as: UTF8.self) : lines.joined(separator: "\n")
    try Outcome.printResult(text.trimmingCharacters(in: .newlines))
  }
}
