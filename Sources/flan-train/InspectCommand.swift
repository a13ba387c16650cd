import ArgumentParser
import Foundation
import Inspection
import JSON
import Reports
import Setup

/// `inspect`: the data of a recipe or a run as the model sees it.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract:
      "Shows the data as the model sees it: the packed batch of any step, samples, statistics, the ledger.",
    discussion: """
      Prompts and targets are decoded from the very ids that the model gets; unknown tokens are <unk>. Steps count from \
      1, as in the log, and there is no last one. No model is made and nothing is written.

      --ledger tells what became of a run's examples; of a recipe, what the first steps would give. --loss tells what \
      the vocabulary cannot carry of each task's texts. --diverged shows how a run left the finite numbers and the batch \
      that it left them on; with --replay that step is taken again, operation by operation.

      --adapter tells of a low-rank adapter (LoRA) its rank, its layers and how many weights it trains: that of a recipe, of a run, \
      or in a folder as PEFT writes it.

      --export writes the formatted mixture as JSON Lines: of every example in the rows of the first steps prompt and \
      target as texts and ids, its task, format, template and inversion, where it stands in its source, step, row and \
      segment, and weights. The file is in its place when it is whole; NAME.gz is compressed, - is standard output.

      Examples:

        flan-train inspect recipes/flan-small.json --step 1234
        flan-train inspect recipes/flan-small.json --samples --task task071_plain_sum
        flan-train inspect recipes/flan-small.json --statistics --steps 128
        flan-train inspect recipes/flan-small.json --export mixture.jsonl --steps 100
        flan-train inspect runs/flan-small --ledger --json
        flan-train inspect runs/flan-small --diverged --replay
        flan-train inspect recipes/flan-small.json --adapter
      """)

  /// Whether text is colored.
  enum Coloring: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never

    /// Whether standard output is to have colors.
    var isOn: Bool { self == .always || (self == .auto && isatty(STDOUT_FILENO) == 1) }
  }

  @Argument(help: "The recipe, or the folder of a run.", completion: Candidates.recipeOrRun)
  var source: String

  @OptionGroup var settings: SettingArguments

  @Option(parsing: .unconditional, help: "Show the packed batch of this step (default: 1).")
  var step: Int?

  @Flag(help: "Show the first example of each prompt format.")
  var samples = false

  @Flag(help: "Lengths, fill of the rows, shares of formats and epochs of tasks over the first steps.")
  var statistics = false

  @Flag(help: "What became of every example, by task.")
  var ledger = false

  @Flag(help: "What the vocabulary cannot carry, by task.")
  var loss = false

  @Flag(help: "How a run left the finite numbers, and on which examples.")
  var diverged = false

  @Flag(help: "The low-rank adapter: rank, layers, and the share of weights that it trains.")
  var adapter = false

  @Option(
    help: "Write every example of the first steps to this file as JSON Lines; - is standard output.",
    completion: .file())
  var export: String?

  @Flag(help: "With --diverged: take the step again from the checkpoint before it.")
  var replay = false

  @Option(help: "With --samples or --loss: only this task.")
  var task: String?

  @Option(
    parsing: .unconditional,
    help: """
      With --statistics, or --ledger of a recipe: how many steps, from the first (default: 32); with --export \
      (default: all of the run).
      """)
  var steps: Int?

  @Option(help: "Color segments: always, never, or auto, which does on a terminal.")
  var color = Coloring.auto

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    let views = [step != nil, samples, statistics, ledger, loss, diverged, adapter, export != nil].count {
      $0
    }
    if views > 1 {
      throw ValidationError(
        "--step, --samples, --statistics, --ledger, --loss, --diverged, --adapter and --export exclude each other"
      )
    }
    if replay, !diverged { throw ValidationError("--replay goes with --diverged") }
    if task != nil, !samples, !loss { throw ValidationError("--task goes with --samples or --loss") }
    if steps != nil, !statistics, !ledger, export == nil {
      throw ValidationError("--steps goes with --statistics, --ledger or --export")
    }
  }

  func run() throws {
    try Outcome.of {
      if adapter { return try show(try inspectedAdapter(), InspectedAdapterText.textLines) }
      let source = try InspectionSource(source, overrides: settings.overrides)
      if ledger, steps == nil, let run = source.run {
        let page = try InspectedLedger(of: run, recipe: source.loaded.recipe)
        return try show(page, InspectedLedgerText.textLines)
      }
      let palette = SegmentPalette(isColored: color.isOn)
      if diverged {
        return try show(try divergence(source)) { InspectedDivergenceText.textLines($0, palette: palette) }
      }
      let data = try DataInspection(source)
      for note in data.data.heldOutNotes { Outcome.printError(note) }
      for message in data.data.leftOut { Outcome.printError("warning: \(message)") }
      if let export {
        try write(data, to: export)
      } else if samples {
        try show(try data.samples(task: task)) { InspectedSamplesText.textLines($0, palette: palette) }
      } else if statistics {
        try show(try data.statistics(steps: steps ?? 32), DataStatisticsText.textLines)
      } else if ledger {
        try show(try data.ledger(steps: steps ?? 32), InspectedLedgerText.textLines)
      } else if loss {
        try show(try data.losses(task: task), InspectedLossesText.textLines)
      } else {
        try show(try data.step(step ?? 1)) { InspectedStepText.textLines($0, palette: palette) }
      }
    }
  }

  private func inspectedAdapter() throws -> InspectedAdapter {
    try InspectedAdapter(folder: source, overrides: settings.overrides)
      ?? InspectedAdapter(InspectionSource(source, overrides: settings.overrides))
  }

  private func divergence(_ source: InspectionSource) throws -> InspectedDivergence {
    var page = try InspectedDivergence(source)
    if replay, let run = source.run {
      let passport = try run.passport()
      let runtime = try Machine.runtime(
        of: source.loaded, recipeFile: source.recipeFile,
        threads: source.loaded.recipe.train.threads ?? passport.ownThreads)
      try page.takeAgain(source, runtime: runtime)
    }
    return page
  }

  private func write(_ data: DataInspection, to path: String) throws {
    let steps = self.steps ?? data.loaded.recipe.train.steps
    let summary: ExportSummary
    if path == "-" {
      var lines = ResultBuffer()
      summary = try data.export(steps: steps) { example in
        lines.bytes += try EventCoding.line(example)
        try lines.endLine()
      }
      try lines.flush()
    } else {
      let file = try LineFile(writing: path)
      summary = try data.export(steps: steps) { try file.append(EventCoding.line($0)) }
      try file.finish()
    }
    if json, path != "-" { return try Outcome.printJSON(summary) }
    Outcome.printError(ExportSummaryText.of(summary, path: path == "-" ? nil : path))
  }

  private func show<Page: Encodable>(_ page: Page, _ lines: (Page) -> [String]) throws {
    let text =
      json
      ? String(decoding: try EventCoding.pretty(page), as: UTF8.self)
      : lines(page).joined(separator: "\n") + "\n"
    try Outcome.page(text, isColored: color.isOn)
  }
}
