import Benchmarking
import Instructions

/// A training step on packed rows of a mixture; packing is part of the time.
final class MixtureTask: WorkerTask {
  private let runner: StepRunner
  private let packer: Packer
  private let windows: [[TokenizedExample]]

  init(_ work: Work) throws {
    runner = try StepRunner(work)
    packer = try Packer(
      PackingConfiguration(rows: work.rows, inputLength: work.inputLength, targetLength: work.targetLength))
    let (examples, count) = (try work.readPairs().examples, max(work.pairsPerStep, 1))
    windows = stride(from: 0, to: examples.count, by: count).map {
      Array(examples[$0..<min($0 + count, examples.count)])
    }
    if windows.isEmpty { throw NotMeasured(description: "there are no pairs") }
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, tokens) = try timed {
      try packer.pack(windows[number % windows.count]).reduce(0) { sum, batch in
        _ = runner.run(batch)
        return sum + batch.fill.targetTokens
      }
    }
    return PeerReply(duration, amount: Double(tokens))
  }
}
