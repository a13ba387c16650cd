import Benchmarking
import CPURuntime
import Checkpoints
import Evaluation
import Instructions
import Models

/// The log-probability of targets, packed.
final class ScoringTask: WorkerTask {
  private let evaluator: LossEvaluator
  private let examples: [TokenizedExample]

  init(_ work: Work) throws {
    examples = try work.readPairs().examples
    let runtime = CPURuntime(threads: work.threads)
    let opened = try OpenedModel(folder: work.model)
    let parameters = ParameterStore(opened.model.parameters, runtime: runtime)
    try opened.load(into: parameters)
    let packing = PackingConfiguration(
      rows: work.rows, inputLength: work.inputLength, targetLength: work.targetLength)
    evaluator = try LossEvaluator(opened.model, parameters, runtime: runtime, packer: Packer(packing))
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, found) = try timed { try evaluator.losses(of: examples)?.losses ?? [] }
    var reply = PeerReply(duration, amount: Double(found.reduce(0) { $0 + ($1?.tokens ?? 0) }))
    reply.result = found.map { -($0?.sum ?? 0) }
    return reply
  }
}
