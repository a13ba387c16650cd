import Benchmarking
import Instructions
import Tokenization

/// Training steps on packed rows of a mixture, as a run takes them: formatting, tokenizing and packing are part of the time.
final class MixtureTask: WorkerTask {
  private let runner: StepRunner
  private var batches: BatchCursor

  init(_ work: Work) throws {
    runner = try StepRunner(work)
    let stream = try DrawnPairs.stream(
      tasks: work.tasks, VocabularyFile.open(work.vocabulary), inputLength: work.inputLength)
    batches = BatchCursor(try BatchStream(stream, configuration: work.packing))
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, tokens) = try timed {
      let batch = try batches.batch(step: number)
      _ = runner.run(batch)
      return batch.fill.targetTokens
    }
    return PeerReply(duration, amount: Double(tokens))
  }
}
