import ArgumentParser

/// Measures us and our peers on the same work in one run.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures training, generation, scoring and tokenizing beside transformers, JAX and others.",
    subcommands: [
      RunCommand.self, WorkerCommand.self, ScaleCommand.self, ScheduleCommand.self, SpinCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
