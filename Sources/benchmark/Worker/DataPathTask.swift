import Benchmarking
import Instructions
import Tokenization

/// Batches of a mixture, one thread.
final class DataPathTask: WorkerTask {
  private let batches: BatchStream
  private let steps: Int

  init(_ work: Work) throws {
    let stream = try DrawnPairs.stream(
      tasks: work.tasks, VocabularyFile.open(work.vocabulary), inputLength: work.inputLength)
    let packing = PackingConfiguration(
      rows: work.rows, inputLength: work.inputLength, targetLength: work.targetLength)
    let formatted = try BatchStream(stream, configuration: packing)
    steps = work.batches
    if work.cache.isEmpty {
      batches = formatted
      return
    }
    let (kept, _) = try stream.building(
      TokenCache(folder: work.cache), before: steps * formatted.examplesPerStep, threads: 2)
    batches = try BatchStream(kept, configuration: packing)
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, _) = try timed { for step in 0..<steps { _ = try batches.batch(step: step) } }
    return PeerReply(duration, amount: Double(steps * batches.examplesPerStep))
  }
}
