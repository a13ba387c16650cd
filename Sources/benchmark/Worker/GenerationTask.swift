import Benchmarking
import CPURuntime
import Checkpoints
import Evaluation
import Instructions
import Models

/// Greedy generation of a fixed number of tokens.
final class GenerationTask: WorkerTask {
  private let generator: SequenceGenerator
  private let prompts: [[Int32]]
  private let length: Int

  init(_ work: Work) throws {
    prompts = try work.readPairs().inputs
    length = work.targetLength
    generator = try Self.generator(work)
  }

  /// The generator: no id ends a text, any may be chosen.
  private static func generator(_ work: Work) throws -> SequenceGenerator {
    let runtime = CPURuntime(threads: work.threads)
    let opened = try OpenedModel(folder: work.model)
    let parameters = ParameterStore(opened.model.parameters, runtime: runtime)
    try opened.load(into: parameters)
    if let format = WeightFormat(rawValue: work.weights) {
      try parameters.round(to: format, runtime: runtime)
    }
    return SequenceGenerator(
      opened.model, parameters, runtime: runtime, batch: work.rows,
      candidates: opened.model.vocabularySize, endIDs: [])
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let options = GenerationOptions(maximumTokens: length, wantsScores: false)
    let (duration, outputs) = try timed { try generator.generate(prompts, options) ?? [] }
    let tokens = outputs.flatMap { $0[0].tokens }
    var reply = PeerReply(duration, amount: Double(tokens.count))
    reply.result = tokens.map(Double.init)
    return reply
  }
}

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
