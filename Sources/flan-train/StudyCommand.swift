import ArgumentParser
import CPURuntime
import Diagnostics
import Foundation
import Recipes
import Reports
import Runs
import Setup
import Storage
import Studies

/// `study`: arms, trained over seeds, and an honest verdict on a claim.
struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Answers a question by training: arms over seeds, and a verdict.",
    usage: "flan-train study [<study>] [<options>]\nflan-train study --page <file> <folder> ...",
    discussion: """
      Without a study, lists those that come with the program. Each arm and seed is an ordinary run in the study's folder, \
      made by a process of its own with one thread, as many at once as --jobs. Ctrl-C or SIGTERM stops them with full \
      checkpoints (exit code 75; a second one at once); the same call goes on, and runs nothing twice: a run that is done \
      is known by its passport, and one that would be made otherwise now is refused. The results go to study.json, \
      study.html and study.md in the study's folder.

      --quick takes fewer seeds and what else the study says of it, in a folder of its own; its verdict shows that all \
      works, not whether the claim holds. --dry-run tells what would be run, and about how long it takes.

      --page writes one page of the studies in the folders that are named, with their plots in a folder beside it: the \
      verdicts at a glance, then each study in full.

      Examples:

        flan-train study
        flan-train study mixed-prompts --quick
        flan-train study mixed-prompts --dry-run
        flan-train study --page Findings.md runs/mixed-prompts runs/finding-3
      """)

  @Argument(
    help: ArgumentHelp(
      "The study: a path, or the name of one that comes with the program; with --page the folders of studies.",
      valueName: "study"), completion: Candidates.study)
  var studies: [String] = []

  @Flag(help: "A quick try: fewer seeds, and what else the study says of it.")
  var quick = false

  @Option(help: "Seeds, in place of the study's.")
  var seeds: Int?

  @Option(help: "Runs at once; default: one for each core.")
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The study's folder; default: runs/NAME, of a quick try runs/NAME-quick.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Flag(help: "Begin anew; the old folder is renamed, never deleted.")
  var restart = false

  @Flag(help: "Tell what would be run and about how long it takes; write nothing.")
  var dryRun = false

  @Flag(help: "Print the results as JSON.")
  var json = false

  @Option(
    help: ArgumentHelp("Write one page of several studies that were run to this file.", valueName: "file"),
    completion: .file(extensions: ["md"]))
  var page: String?

  @Option(
    help: ArgumentHelp("Show the quick start's board from this file on that page.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var board: String?

  func validate() throws {
    if let seeds, !(1...1_000).contains(seeds) { throw ValidationError("--seeds must be from 1 to 1000") }
    if let jobs, !(1...1_024).contains(jobs) { throw ValidationError("--jobs must be from 1 to 1024") }
    if output?.isEmpty == true { throw ValidationError("--output must name a folder") }
    if dryRun, restart { throw ValidationError("--dry-run begins nothing, so --restart means nothing to it") }
    if dryRun, json { throw ValidationError("--json is for results, which --dry-run has none of") }
    if page == nil {
      if studies.count > 1 { throw ValidationError("name one study; only --page takes several") }
      if board != nil { throw ValidationError("--board is shown on a page; name that with --page") }
    } else {
      try validatePage()
    }
  }

  private func validatePage() throws {
    if page?.isEmpty == true { throw ValidationError("--page must name a file") }
    if studies.isEmpty { throw ValidationError("--page needs the folders of studies that were run") }
    let others = [
      ("--quick", quick), ("--seeds", seeds != nil), ("--jobs", jobs != nil), ("--output", output != nil),
      ("--restart", restart), ("--dry-run", dryRun), ("--json", json),
    ]
    if let (name, _) = others.first(where: \.1) {
      throw ValidationError("--page shows studies that were run, so \(name) means nothing to it")
    }
  }

  func run() throws {
    try Outcome.of {
      let locator = StudyLocator.standard()
      if let page { return try StudyFindings(page: page, folders: studies, board: board).write() }
      guard let study = studies.first else { return try list(locator) }
      let loaded = try LoadedStudy.read(locator.locate(study))
      let plan = try StudyPlan(
        loaded, isQuick: quick, seeds: seeds, output: output, locator: RecipeLocator.standard())
      let jobs = jobs ?? ProcessLimits.cores
      if dryRun {
        let forecasts = try ArmTimes.measure(plan)
        return try Outcome.printResult(
          StudyTextTable.planLines(plan, forecasts: forecasts, jobs: jobs).joined(separator: "\n"))
      }
      try StudySession(plan: plan, jobs: jobs, restart: restart, json: json).run()
    }
  }

  private func list(_ locator: StudyLocator) throws {
    let lines = try locator.shippedStudies.map { name in
      "\(name): \(try LoadedStudy.read(locator.locate(name)).study.title)"
    }
    try Outcome.printResult(
      lines.isEmpty ? "no studies come with the program" : lines.joined(separator: "\n"))
  }
}
