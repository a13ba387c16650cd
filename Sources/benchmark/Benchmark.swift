import ArgumentParser
import Foundation
import MachineLimits

/// Measures us and our peers on the same work in one run.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures training, generation, scoring and tokenizing beside transformers, JAX and others.",
    subcommands: [
      RunCommand.self, WorkerCommand.self, ScaleCommand.self, ScheduleCommand.self, SumsCommand.self,
      SpinCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}

/// `spin`: a busy process for the workload of that name.
struct SpinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spin", abstract: "Keeps a core busy until standard input ends.", shouldDisplay: false)

  func run() throws {
    // Closing its input, as the harness's end does, ends this process.
    Thread.detachNewThread {
      while let part = try? FileHandle.standardInput.read(upToCount: 1), !part.isEmpty {}
      Foundation.exit(0)
    }
    // A loop without an effect is one that the compiler may leave out.
    while RegisterArithmetic.run(.eight, links: 1 << 20, threads: 1).floatingPointOperations > 0 {}
  }
}
