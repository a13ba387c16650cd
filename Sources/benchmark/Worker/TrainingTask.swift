import Benchmarking
import Foundation
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

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, loss) = try timed { try runner.run(batch) }
    var reply = PeerReply(duration, amount: 1)
    if !hasDropout { reply.result = [loss] }
    reply.floatingPointOperations = runner.matrixProducts
    reply.instructions = runner.step.program.instructions.count
    // Once, beside the repeat that does not count.
    if operations == nil { operations = try OperationProfile.measured(on: runner.step) }
    reply.operations = operations
    return reply
  }
}

/// From the start of a process to its first line of output.
final class StartupTask: WorkerTask {
  private let command: [String]

  init(_ work: Work) { command = work.command }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: command.first ?? "")
    process.arguments = Array(command.dropFirst())
    process.standardOutput = output
    let (duration, first) = try timed {
      try process.run()
      return output.fileHandleForReading.availableData
    }
    _ = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    if first.isEmpty || process.terminationStatus != 0 {
      throw NotMeasured(description: "the command ended with exit code \(process.terminationStatus)")
    }
    var reply = PeerReply(duration, amount: 1)
    reply.peakBytes = PeakMemory.children()
    return reply
  }
}
