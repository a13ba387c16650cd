import Autograd

/// Generates outputs for prompts, a batch at a time: greedily, by beam search, or by sampling.
///
/// Prompts are taken longest first, so that little padding is needed and shapes come up in a row. Results
/// come back in the order of the prompts, and do not depend, bit for bit, on which prompts shared a batch or
/// on the number of threads.
public final class SequenceGenerator {
  private let engine: DecodingEngine
  private let batch: Int
  private let endIDs: [Int32]

  /// A generator. It reads the parameters as they are whenever it generates.
  /// - Parameters:
  ///   - batch: prompts that are decoded together.
  ///   - candidates: how many ids may be chosen: the vocabulary without the table's padding.
  ///   - endIDs: the ids that end an output.
  public init(
    _ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, batch: Int,
    candidates: Int, endIDs: [Int32]
  ) {
    engine = DecodingEngine(
      model, parameters, runtime: runtime,
      candidates: max(1, min(candidates, model.vocabularySize)))
    self.batch = max(1, batch)
    self.endIDs = endIDs
  }

  /// Generates the outputs of every prompt.
  /// - Parameters:
  ///   - prompts: ids of the model's vocabulary, each ending in the end-of-sequence id.
  ///   - firstPrompt: the number of the first prompt, which sampling draws by.
  ///   - shouldStop: asked before each batch; when true, the call returns `nil`.
  ///   - isInterrupted: asked before each token; when true, outputs end with what they have.
  ///   - onToken: gets every token of a greedy or sampled output when it is chosen, with the number of its
  ///     prompt.
  /// - Returns: each prompt's hypotheses, best first: as many as there are beams, else one.
  /// - Throws: what the runtime throws where it compiles or runs a program.
  public func generate(
    _ prompts: [[Int32]], _ options: GenerationOptions, firstPrompt: Int = 0,
    shouldStop: () -> Bool = { false }, isInterrupted: () -> Bool = { false },
    onToken: ((_ prompt: Int, _ token: Int32) -> Void)? = nil
  ) throws -> [[Hypothesis]]? {
    let order = prompts.indices.sorted { (prompts[$1].count, $0) < (prompts[$0].count, $1) }
    let (size, selection) = (min(batch, prompts.count), selection(options))
    if !prompts.isEmpty { try engine.readHead(for: selection) }
    var outputs = [[Hypothesis]](repeating: [], count: prompts.count)
    for start in stride(from: 0, to: order.count, by: batch) {
      if shouldStop() { return nil }
      let numbers = Array(order[start..<min(start + batch, order.count)])
      let starts = numbers.map { engine.model.start(of: prompts[$0]) }
      try engine.start(
        starts.map(\.prompt), rows: size * options.rowsPerPrompt, selection: selection)
      var searches = zip(numbers, starts).map { search(firstPrompt + $0, after: $1.first, options) }
      try run(&searches, isInterrupted: isInterrupted) { index, token in
        onToken?(firstPrompt + numbers[index], token)
      }
      for (number, search) in zip(numbers, searches) { outputs[number] = search.hypotheses }
    }
    return outputs
  }

  /// Steps until every search is over, or all are interrupted.
  private func run(
    _ searches: inout [any Search], isInterrupted: () -> Bool,
    onToken: (_ search: Int, _ token: Int32) -> Void
  ) throws {
    // Where each search's rows began in the previous step.
    var starts = [Int](repeating: 0, count: searches.count)
    while true {
      var rows: [DecodingEngine.Row] = []
      for (index, search) in searches.enumerated() {
        let start = rows.count
        rows += search.rows.map {
          DecodingEngine.Row(prompt: index, token: $0.token, parent: starts[index] + $0.parent)
        }
        starts[index] = start
      }
      if rows.isEmpty || isInterrupted() { return }
      let next = try engine.step(rows)
      for index in searches.indices {
        let count = searches[index].rows.count
        if count == 0 { continue }
        searches[index].advance(Array(next[starts[index]..<(starts[index] + count)]))
        if let token = searches[index].latestToken { onToken(index, token) }
      }
    }
  }

  /// - Parameter first: the id that the first step takes.
  private func search(_ prompt: Int, after first: Int32, _ options: GenerationOptions) -> any Search {
    let rules = SearchRules(options: options, startID: first, endIDs: endIDs)
    switch options.strategy {
    case .greedy: return GreedySearch(rules)
    case .beams(let count): return BeamSearch(rules, beams: max(1, count))
    case .sampling(let sampling): return SamplingSearch(rules, sampling, prompt: prompt)
    }
  }

  /// What the search needs of a distribution: those more than it takes that may be out of bounds because they
  /// end.
  private func selection(_ options: GenerationOptions) -> DecodingSelection {
    let spare = options.minimumTokens > 0 ? endIDs.count : 0
    switch options.strategy {
    case .greedy where !options.wantsScores && spare == 0: return .best
    case .greedy: return .largest(min(1 + spare, engine.candidates))
    case .beams(let count):
      let rules = SearchRules(options: options, startID: 0, endIDs: endIDs)
      return .largest(min(rules.continuations(ofBeams: max(1, count)) + spare, engine.candidates))
    case .sampling(let sampling):
      return sampling.topK.map { .largest(min(max(1, $0) + spare, engine.candidates)) } ?? .all
    }
  }
}

extension GenerationOptions {
  /// The most rows that a prompt has in a step.
  var rowsPerPrompt: Int {
    if case .beams(let count) = strategy { max(1, count) } else { 1 }
  }
}
