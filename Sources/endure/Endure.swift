import ArgumentParser
import Endurance
import Foundation

/// Long tests of the built command: what takes too long for the test suite.
@main
struct Endure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endure",
    abstract: "Kills, failing disks and long runs: what the command must survive.",
    subcommands: [KillsCommand.self, WritesCommand.self, SoakCommand.self])
}

/// Where the long tests find the command and work.
struct EndureArguments: ParsableArguments {
  @Option(help: "The built command.")
  var binary = ".build/release/flan-train"

  @Option(
    help: "A folder to work in, which is made and removed; default: below the system's for temporary files.")
  var folder: String?

  func withFolder<Result>(_ body: (_ folder: String) throws -> Result) throws -> Result {
    let path = folder ?? "\(FileManager.default.temporaryDirectory.path)/endure-\(getpid())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}

func printError(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }

/// `kills`: kill -9 at random moments.
struct KillsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kills", abstract: "Kills short runs at random moments and resumes them.")

  @OptionGroup var arguments: EndureArguments
  @Option(help: "Runs to kill.") var kills = 200
  @Option(help: "What the moments follow from.") var seed: UInt64 = 1
  @Option(help: "Processes of each run, one of which is killed.") var processes = 1
  @Option(help: "What starts several processes.") var launcher = "/usr/bin/mpirun"

  func run() throws {
    let outcome = try arguments.withFolder { folder in
      let binary = URL(fileURLWithPath: arguments.binary).standardizedFileURL.path
      var campaign = KillCampaign(
        binary: binary, folder: folder, kills: kills, seed: seed,
        launcher: processes > 1 ? ProcessLauncher(path: launcher, count: processes) : nil)
      return try campaign.run(report: printError)
    }
    for problem in outcome.problems { print(problem) }
    for (kind, count) in outcome.found.sorted(by: { $0.key < $1.key }) {
      print("kills that found \(kind): \(count)")
    }
    print("\(outcome.same) of \(outcome.kills) killed runs end in the same bytes, nothing left over")
    if outcome.same < kills { throw ExitCode.failure }
  }
}

/// `writes`: a disk that is full at one moment.
struct WritesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "writes",
    abstract: "Lets every change to the file system fail that a run's checkpoints make.")

  @OptionGroup var arguments: EndureArguments
  @Option(help: "From one change that fails to the next.") var stride = 1

  func run() throws {
    let outcome = try arguments.withFolder { folder in
      try WriteFailureCampaign(folder: folder, stride: stride).run(report: printError)
    }
    for problem in outcome.problems { print(problem) }
    print(
      "\(outcome.failures) of \(outcome.changes) changes failed: \(outcome.errors) runs ended with exit code 74, "
        + "\(outcome.unharmed) got round it")
    print("\(outcome.same) of \(outcome.failures) runs end in the same bytes, nothing left over")
    if outcome.same < outcome.failures { throw ExitCode.failure }
  }
}

/// `soak`: a long run.
struct SoakCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soak", abstract: "Trains a tiny model for many steps and watches memory and open files.")

  @OptionGroup var arguments: EndureArguments
  @Option(help: "Steps.") var steps = 20_000
  @Option(help: "The most that memory may grow, as a fraction.") var limit = 0.02

  func run() throws {
    let outcome = try arguments.withFolder { folder in
      try Soak(binary: arguments.binary, folder: folder, steps: steps).run { sample in
        printError("step \(sample.step): \(sample.residentKibibytes) KiB, \(sample.openFiles) open files")
      }
    }
    guard let first = outcome.settled.first, let last = outcome.settled.last else {
      print("the run was over before it could be watched")
      throw ExitCode.failure
    }
    let percent = (outcome.growth * 10_000).rounded() / 100
    let (least, most) = (outcome.openFiles.min() ?? 0, outcome.openFiles.max() ?? 0)
    print(
      "memory: \(first.residentKibibytes) KiB at step \(first.step), \(last.residentKibibytes) KiB at step "
        + "\(last.step); by medians of tenths of \(outcome.settled.count) samples, at most \(percent) % above the first"
    )
    print("open files, those of a moment left out: \(least == most ? "\(least)" : "\(least) to \(most)")")
    if !(outcome.growth <= limit) || least < most { throw ExitCode.failure }
  }
}
