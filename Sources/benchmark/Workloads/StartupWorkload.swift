import Benchmarking
import Foundation

/// From the start of a process to the first token.
enum StartupWorkload {
  private static let prompt = "Which of the two is the larger number? 12 or 21"

  static var workload: Workload {
    Workload(
      name: "startup/small", section: .startup, unit: .seconds,
      peers: [
        Peer(name: "transformers", script: "transformers_startup"),
        Peer(name: "transformers-5", script: "transformers_startup", environment: "-transformers5"),
      ]
    ) { bench in
      let own = Bundle.main.executableURL ?? URL(fileURLWithPath: ".")
      let command = own.deletingLastPathComponent().appendingPathComponent("flan-train").path
      guard FileManager.default.isExecutableFile(atPath: command) else {
        throw NotMeasured(description: "there is no \(command), build it first")
      }
      var work = Work(.startup, threads: bench.threads)
      work.model = try bench.folder.model(.small, tokenizer: bench.tokenizer)
      work.command = [
        command, "generate", work.model, "--max-tokens", "1", "--threads", "\(bench.threads)", prompt,
      ]
      return .init(work: work)
    }
  }
}
