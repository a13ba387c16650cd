import Benchmarking
import Foundation
import Models

/// How our step's time grows with row length, batch, model and threads, and what a step costs beside
/// arithmetic.
enum GrowthWorkload {
  static var all: [Workload] {
    let center = TrainingWorkload(preset: .small, rows: 4, inputLength: 256, targetLength: 64, dropout: 0)
    var list = [(128, 32), (512, 128), (1024, 256)].map { inputLength, targetLength in
      var step = center
      step.inputLength = inputLength
      step.targetLength = targetLength
      return workload("length", "\(inputLength)x\(targetLength)", step)
    }
    list += [1, 2, 4, 8].map { rows in
      var step = center
      step.rows = rows
      return workload("rows", "\(rows)", step)
    }
    list += ([.tiny, .mini, .base] as [ModelPreset]).map { preset in
      var step = center
      step.preset = preset
      return workload("model", preset.rawValue, step)
    }
    list += [1, 2, 4].map { (count: Int) in workload("threads", "\(count)", center, threads: count) }
    let least = TrainingWorkload(
      preset: .tiny, vocabularySize: 256, rows: 1, inputLength: 8, targetLength: 8, dropout: 0)
    return list + [workload("overhead", "tiny", least)]
  }

  private static func workload(
    _ axis: String, _ value: String, _ step: TrainingWorkload, threads: Int? = nil
  ) -> Workload {
    Workload(
      name: "growth/\(axis)/\(value)", section: .growth, unit: .seconds, isLong: true
    ) { bench in
      var prepared = try step.prepare(bench)
      if let threads {
        if threads > bench.threads { throw NotMeasured(description: "there are \(bench.threads) threads") }
        prepared.work.threads = threads
      }
      return prepared
    }
  }
}

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
