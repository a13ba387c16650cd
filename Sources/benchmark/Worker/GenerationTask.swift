import Benchmarking
import CPURuntime
import Checkpoints
import Models

/// Greedy generation of a fixed number of tokens.
final class GenerationTask: WorkerTask {
  private let decoder: GreedyDecoder
  private let prompts: [[Int32]]
  private let length: Int

  init(_ work: Work) throws {
    prompts = try work.readPairs().inputs
    length = work.targetLength
    decoder = try Self.decoder(work)
  }

  /// The decoder: no id ends a text, any may be chosen.
  private static func decoder(_ work: Work) throws -> GreedyDecoder {
    let runtime = CPURuntime(threads: work.threads)
    let opened = try OpenedModel(folder: work.model)
    let parameters = ParameterStore(opened.model.parameters, runtime: runtime)
    try opened.load(into: parameters)
    return GreedyDecoder(
      opened.model, parameters, runtime: runtime, rows: work.rows,
      candidates: opened.model.configuration.vocabularySize, endID: -1)
  }

  func `repeat`(_ number: Int) -> PeerReply {
    let (duration, outputs) = timed { decoder.decode(prompts, maximumTokens: length) ?? [] }
    let tokens = outputs.flatMap(\.tokens)
    var reply = PeerReply(duration, amount: Double(tokens.count))
    reply.result = tokens.map(Double.init)
    return reply
  }
}
