import ArgumentParser
import Diagnostics
import TaskGenerator
import Text

/// `grid`: a folder of generated tasks, of which whole pairs and compositions are held out.
struct GridCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grid",
    abstract: "Writes a grid of up to 1,836 generated tasks, with held-out ones and texts for pre-training.",
    usage: "flan-train grid [<options>] <folder>",
    discussion: """
      12 operations on lists in 17 forms each on 9 kinds of words; compositions of two operations, with rationales; pairs of \
      operation and form, and compositions, that are never trained; questions about people of whom only the texts tell. Recipes \
      choose among them by lists ("split": "89"). The same options give the same bytes.

      Examples:

        flan-train grid grid
        flan-train grid grid-9 --tasks 9 --total 128520
        flan-train grid grid-control --shuffled --seed 2
      """)

  @Argument(help: "The folder to write.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("How many tasks of the grid to train on: 9, 89, 282 or 1836.", valueName: "number"),
    completion: .list(Grid.sizes.map(String.init)), transform: GridCommand.size)
  var tasks = Grid.trained.count

  @Option(help: ArgumentHelp("How many instances each of them has; default: 70.", valueName: "number"))
  var instances: Int?

  @Option(
    help: ArgumentHelp(
      "How many instances they have together, shared out evenly; in place of --instances.",
      valueName: "number"))
  var total: Int?

  @Option(help: ArgumentHelp("How many instances each held-out task has.", valueName: "number"))
  var heldOut = GridOptions().heldOutInstances

  @Option(
    help: ArgumentHelp("How many texts there are about lists of each form and kind.", valueName: "number"))
  var texts = GridOptions().texts

  @Option(help: "Chooses instances, texts and facts; which tasks there are does not depend on it.")
  var seed = GridOptions().seed

  @Flag(
    help:
      "Give each task of the grid the instruction of another one, as a control: nothing can be learned from it."
  )
  var shuffled = false

  @Flag(help: "Replace the folder of another grid.")
  var force = false

  func validate() throws {
    if instances != nil, total != nil { throw ValidationError("--instances and --total exclude each other") }
    let most = GridOptions.mostInstances
    for (name, count) in [("--instances", instances ?? 1), ("--held-out", heldOut)]
    where !(1...most).contains(count) {
      throw ValidationError("\(name) must be from 1 to \(most)")
    }
    if let total, !(tasks...tasks * most).contains(total) {
      throw ValidationError("--total must be from \(tasks) to \(tasks * most) with \(tasks) tasks")
    }
    if !(0...10_000).contains(texts) { throw ValidationError("--texts must be from 0 to 10000") }
  }

  func run() throws {
    try Outcome.of {
      var options = GridOptions()
      options.tasks = tasks
      options.pool = total.map { .total($0) } ?? .each(instances ?? 70)
      (options.heldOutInstances, options.texts) = (heldOut, texts)
      (options.seed, options.isShuffled) = (seed, shuffled)
      let summary = try GridFolder.write(options, to: folder, replaces: force)
      try Outcome.printResult(
        "\(folder): \(summary.trainedTasks) tasks to train on and \(summary.heldOutTasks) held out, "
          + "\(summary.instances) instances, \(summary.texts) texts, \(FileSize.text(summary.bytes)) in \(summary.files) files"
      )
    }
  }

  private static func size(_ text: String) throws -> Int {
    if let size = Int(text), Grid.sizes.contains(size) { return size }
    throw ValidationError("'\(text)' is none of the grid's sizes; write 9, 89, 282 or 1836")
  }
}
