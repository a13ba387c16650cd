import Autograd

extension SequenceGenerator {
  /// Bytes that a generator holds at most while it answers prompts greedily, beside the parameters.
  ///
  /// The encoder and the steps are those of the batch with the most tokens; the cache has grown to the
  /// longest output.
  /// - Parameters:
  ///   - lengths: tokens of every prompt.
  ///   - batch: prompts that are decoded together.
  ///   - candidates: how many ids may be chosen.
  ///   - wantsScores: whether outputs are wanted with their scores; else a copy of the head in 8 bits an
  ///     element is held.
  public static func workspaceBytes(
    _ model: any LanguageModel, runtime: any Runtime, lengths: [Int], batch: Int, maximumTokens: Int,
    candidates: Int, wantsScores: Bool = true
  ) -> Int {
    let sorted = lengths.sorted(by: >)
    let size = min(max(1, batch), sorted.count)
    let layouts = stride(from: 0, to: sorted.count, by: max(1, size)).map {
      PromptLayout(Array(sorted[$0..<min($0 + size, sorted.count)]), RowLayout(runtime))
    }
    let longest = layouts.map(\.sourceLength).max() ?? 0
    guard let largest = layouts.max(by: { $0.count < $1.count }) else { return 0 }
    let encoder = runtime.workspace(of: model.recordPrompt(rows: largest.rows, length: largest.length))
    var capacity = DecodingCache.firstCapacity
    while capacity < maximumTokens, capacity < 1 << 20 { capacity *= 2 }
    let cache = model.caches(slots: size, capacity: capacity).reduce(0) { $0 + $1.type.byteCount }
    func step(rows: Int) -> Int {
      runtime.workspace(
        of: model.recordStep(
          DecodingStepShape(
            rows: rows, slots: size, capacity: capacity, sourceTokens: largest.count,
            sourceLength: longest, selection: wantsScores ? .largest(1) : .best),
          candidates: candidates)
      ).alone
    }
    // As rows end, steps of a half, a quarter, ... of the rows join the first.
    var rows = size
    var steps = step(rows: rows)
    while rows > 1 {
      rows = (rows + 1) / 2
      steps += step(rows: rows)
    }
    let head = wantsScores ? 0 : runtime.workspace(of: model.recordRoundedHead()).alone
    return encoder.alone + head + cache + steps
  }
}
