import Benchmarking
import Instructions

/// A training step on full rows.
final class TrainingTask: WorkerTask {
  private let runner: StepRunner
  private let batch: PackedBatch
  private let hasDropout: Bool
  private var operations: [OperationTiming]?

  init(_ work: Work) throws {
    runner = try StepRunner(work)
    let packing = PackingConfiguration(
      rows: work.rows, inputLength: work.inputLength, targetLength: work.targetLength)
    guard let batch = try Packer(packing).pack(work.readPairs().examples).first else {
      throw NotMeasured(description: "there are no pairs")
    }
    self.batch = batch
    hasDropout = work.dropout > 0
  }

  func `repeat`(_ number: Int) -> PeerReply {
    let (duration, loss) = timed { runner.run(batch) }
    var reply = PeerReply(duration, amount: 1)
    if !hasDropout { reply.result = [loss] }
    reply.floatingPointOperations = runner.matrixProducts
    reply.instructions = runner.step.program.instructions.count
    // Once, beside the repeat that does not count.
    if operations == nil { operations = OperationProfile.measured(on: runner.step) }
    reply.operations = operations
    return reply
  }
}
