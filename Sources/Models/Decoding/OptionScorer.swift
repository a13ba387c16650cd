import Autograd

/// Log-probabilities of several given targets for each prompt (rank classification): the prompt is encoded
/// once for all of its targets, and these are followed side by side.
public final class OptionScorer {
  private let engine: DecodingEngine
  private let batch: Int

  /// A scorer. It reads the parameters as they are whenever it scores.
  /// - Parameters:
  ///   - batch: targets that are followed together, unless one prompt has more.
  ///   - candidates: how many ids may be chosen: the vocabulary without the table's padding.
  public init(
    _ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, batch: Int,
    candidates: Int
  ) {
    engine = DecodingEngine(
      model, parameters, runtime: runtime,
      candidates: max(1, min(candidates, model.vocabularySize)))
    self.batch = max(1, batch)
  }

  /// The log-probability of every target of every prompt, in nats.
  /// - Parameters:
  ///   - prompts: ids of the model's vocabulary, each ending in the end-of-sequence id.
  ///   - targets: for each prompt its targets, each with the ids that count.
  /// - Throws: what the runtime throws where it compiles or runs a program.
  public func logProbabilities(of targets: [[[Int32]]], for prompts: [[Int32]]) throws -> [[Double]] {
    var scores = targets.map { $0.map { _ in 0.0 } }
    var start = 0
    while start < prompts.count {
      var end = start + 1
      var rows = targets[start].count
      while end < prompts.count, rows + targets[end].count <= batch {
        rows += targets[end].count
        end += 1
      }
      if rows > 0 { try score(targets, prompts, start..<end, rows: rows, into: &scores) }
      start = end
    }
    return scores
  }

  private func score(
    _ targets: [[[Int32]]], _ prompts: [[Int32]], _ range: Range<Int>, rows: Int,
    into scores: inout [[Double]]
  ) throws {
    let starts = prompts[range].map(engine.model.start(of:))
    try engine.start(starts.map(\.prompt), rows: rows, selection: .all)
    var open = range.flatMap { prompt in targets[prompt].indices.map { (prompt: prompt, target: $0) } }
    var parents = Array(open.indices)
    for position in 0..<(range.flatMap { targets[$0].map(\.count) }.max() ?? 0) {
      let going = open.indices.filter { targets[open[$0].prompt][open[$0].target].count > position }
      let next = try engine.step(
        going.map { index in
          let target = targets[open[index].prompt][open[index].target]
          return DecodingEngine.Row(
            prompt: open[index].prompt - range.lowerBound,
            token: position == 0
              ? starts[open[index].prompt - range.lowerBound].first : target[position - 1],
            parent: parents[index])
        })
      open = going.map { open[$0] }
      parents = Array(open.indices)
      for (place, distribution) in zip(open, next) {
        let id = Int(targets[place.prompt][place.target][position])
        scores[place.prompt][place.target] += Double(distribution.logProbabilities[id])
      }
    }
  }
}
