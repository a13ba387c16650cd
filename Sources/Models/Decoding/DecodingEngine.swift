import Autograd

/// Reads prompts and writes their answers step by step, with a cache of keys and values.
///
/// It knows rows, not searches: every step continues any rows of the step before, in any order, some of them
/// not at all or several times. No key is ever copied for that: each row writes its own slot of the cache,
/// and finds its past through the places of its ancestors. Rows that end leave the batch: a step runs the
/// smallest program that has room for those that are left.
final class DecodingEngine {
  /// A row of a step.
  struct Row {
    /// The number of its prompt.
    let prompt: Int
    /// Its latest token.
    let token: Int32
    /// The row of the previous step that it continues; any in the first step.
    let parent: Int
  }

  let model: any LanguageModel
  let parameters: ParameterStore
  let runtime: any Runtime
  let candidates: Int
  private var selection = DecodingSelection.largest(1)
  private var encoder: PromptEncoder?
  /// The program that rounds the head's rows, and what it made of them.
  private var roundedHead: (any PreparedProgram)?
  /// The revisions of the weights that the head was rounded from.
  private var headRevisions: [Int] = []
  private var cache: DecodingCache?
  /// The prepared steps by their number of rows, for the present prompts and cache.
  private var steps: [Int: DecodingStep] = [:]
  /// For every row of the previous step, the slots that hold its tokens.
  private var ancestry: [[Int32]] = []

  init(_ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, candidates: Int) {
    self.model = model
    self.parameters = parameters
    self.runtime = runtime
    self.candidates = candidates
  }

  /// Reads the head's weights as they are now, where steps look at rounded rows first and the weights have
  /// changed since; before the first prompts that the weights are for.
  /// - Throws: what the runtime throws.
  func readHead(for selection: DecodingSelection) throws {
    guard selection == .best else { return }
    let program =
      try roundedHead ?? runtime.prepare(model.recordRoundedHead(), storage: parameters.storage)
    roundedHead = program
    let revisions = program.program.inputs.map { parameters[$0.name].revision }
    if revisions != headRevisions { try program.run() }
    headRevisions = revisions
  }

  /// Encodes prompts and begins anew.
  /// - Parameters:
  ///   - rows: the most rows of a step.
  ///   - selection: what steps give.
  /// - Throws: what the runtime throws.
  func start(_ prompts: [[Int32]], rows: Int, selection: DecodingSelection) throws {
    let layout = PromptLayout(
      prompts.map(\.count), takenAgain: model.promptTokensTakenAgain, RowLayout(runtime),
      growing: encoder?.layout)
    let fits = encoder?.layout.hasShape(of: layout) == true
    if !fits || encoder?.layout.sourceLength != layout.sourceLength || self.selection != selection
      || cache?.slots != rows
    {
      steps = [:]
    }
    if !fits { encoder = nil }
    if cache?.slots != rows { cache = nil }
    self.selection = selection
    let encoder = try self.encoder ?? PromptEncoder(model, parameters, runtime: runtime, layout)
    self.encoder = encoder
    try encoder.run(prompts, layout)
    if cache == nil { cache = DecodingCache(model, runtime: runtime, slots: rows, capacity: nil) }
    ancestry = []
  }

  /// Continues rows by a token each.
  /// - Returns: what may come next in each row.
  /// - Throws: what the runtime throws.
  func step(_ rows: [Row]) throws -> [NextTokens] {
    guard let encoder, var cache else { preconditionFailure("no prompts have been encoded") }
    let position = ancestry.first?.count ?? 0
    if position == cache.capacity {
      steps = [:]
      cache = try cache.doubled(model, runtime: runtime)
      self.cache = cache
    }
    ancestry = rows.enumerated().map { index, row in
      (position == 0 ? [] : ancestry[row.parent]) + [Int32(truncatingIfNeeded: index)]
    }
    return try step(holding: rows.count, encoder, cache).run(rows, ancestry, encoder.layout)
  }

  /// The smallest step with room for `count` rows: the cache's slots, or a half, a quarter, ... of them.
  private func step(holding count: Int, _ encoder: PromptEncoder, _ cache: DecodingCache) throws
    -> DecodingStep
  {
    var rows = cache.slots
    while (rows + 1) / 2 >= count, rows > 1 { rows = (rows + 1) / 2 }
    if let step = steps[rows] { return step }
    let shape = DecodingStepShape(
      rows: rows, slots: cache.slots, capacity: cache.capacity,
      sourceTokens: encoder.layout.count, sourceLength: encoder.layout.sourceLength,
      selection: selection)
    var storage = cache.storage.merging(encoder.outputs) { $1 }
    if let roundedHead, selection == .best {
      for name in [DecodingName.roundedHead, DecodingName.roundedHeadBounds] {
        storage[name] = roundedHead.output(name)
      }
    }
    let step = try DecodingStep(
      model, parameters, storage, runtime: runtime, shape, candidates: candidates)
    steps[rows] = step
    return step
  }
}
