import Diagnostics
import Instructions
import Recipes
import Settings
import Tokenization

/// Cuts the documents of a recipe's sources into pieces that its objective makes examples of.
struct TextCutting {
  private let loaded: LoadedRecipe
  private let tokenizer: any Tokenizer
  private let objective: TextObjective
  private let sentinels: [Int32]
  private let row: (inputs: Int, targets: Int)
  private let caching: CacheHandling

  /// - Parameter caching: what may be done with the recipe's cache, and who is told.
  init(_ loaded: LoadedRecipe, tokenizer: any Tokenizer, caching: CacheHandling) {
    self.caching = caching
    self.loaded = loaded
    self.tokenizer = tokenizer
    let settings = loaded.recipe.objective
    sentinels = settings.takesSpansOut ? tokenizer.sentinelIDs : []
    objective = settings.objective(sentinels: sentinels, encode: { tokenizer.encode($0) })
    row = (loaded.recipe.packing.inputLength, loaded.recipe.packing.targetLength)
  }

  /// Cuts the documents among `sources`, and notes what came of it.
  /// - Throws: `RecipeError` where the objective does not go with rows or vocabulary, or has no text to be
  ///   for; `TaskDataError.damagedStore`, `.textsTooLarge`.
  func cut(_ sources: inout TaskSourceReader.Sources) throws {
    guard sources.tasks.contains(where: \.holdsDocuments) else {
      if loaded.recipe.objective != ObjectiveSettings() {
        throw refusal(
          "objective", "says how texts are learned from, but no source of data.tasks has the kind 'text'",
          "Leave it out, or add a source such as {\"path\": \"texts\", \"kind\": \"text\"}.")
      }
      return
    }
    try checkVocabulary()
    let length = try pieceLength()
    var encoding = InstructionTask.Encoding(tokenizer)
    encoding.cache = loaded.recipe.data.cache.instances(caching)
    encoding.threads = loaded.recipe.train.threads ?? ProcessLimits.cores
    encoding.progress = caching.progress
    for index in sources.tasks.indices where sources.tasks[index].holdsDocuments {
      encoding.memory = memoryLeft
      let (task, cut) = try sources.tasks[index].cut(for: objective, length: length, encoding)
      sources.tasks[index] = task
      if let use = cut.use { sources.uses.append(use) }
      sources.notes.append(note(of: cut, task.name, length))
    }
  }

  /// Bytes that the process may still take.
  private var memoryLeft: Int {
    let limit = loaded.recipe.memory.limit?.bytes ?? .max
    return max(0, min(limit, ProcessLimits.memory) - ProcessMemory.resident)
  }

  private func note(of cut: InstructionTask.Cut, _ name: String, _ length: Int) -> String {
    let documents = cut.documents == 1 ? "1 document" : "\(cut.documents.withGroupedDigits) documents"
    let pieces = cut.pieces == 1 ? "1 piece" : "\(cut.pieces.withGroupedDigits) pieces"
    return "'\(name)': \(documents) of \(cut.tokens.withGroupedDigits) tokens, in \(pieces) of at most "
      + "\(length.withGroupedDigits) (\(objective.name)); \(cut.cutDocuments.withGroupedDigits) "
      + (cut.cutDocuments == 1 ? "document is" : "documents are") + " cut"
  }

  /// Refuses spans that the vocabulary has no sentinels for, and modes that it cannot write.
  private func checkVocabulary() throws(RecipeError) {
    let settings = loaded.recipe.objective
    if settings.takesSpansOut, sentinels.isEmpty {
      let index = settings.denoisers.firstIndex { $0.kind == .spanCorruption }
      let kind = index == nil ? settings.kind : .spanCorruption
      throw refusal(
        index.map { "objective.denoisers[\($0)].kind" } ?? "objective.kind",
        "is '\(kind.rawValue)', but the vocabulary has no sentinels <extra_id_0>, <extra_id_1>, ...",
        "Choose \"prefix-lm\" or \"causal\", or a vocabulary with sentinels, as T5's has.")
    }
    for (index, denoiser) in settings.mixture.enumerated() {
      guard let mode = denoiser.mode, tokenizer.encode(mode).contains(tokenizer.unknownID) else { continue }
      throw refusal(
        settings.denoisers.isEmpty ? "objective.kind" : "objective.denoisers[\(index)].mode",
        settings.denoisers.isEmpty
          ? "is '\(settings.kind.rawValue)', whose mode '\(mode)' the vocabulary cannot write"
          : "is '\(mode)', which the vocabulary cannot write",
        "Write objective.denoisers with modes of words that it has, or none.")
    }
  }

  /// The most tokens of a piece: what is asked for, or what a row has room for.
  private func pieceLength() throws(RecipeError) -> Int {
    let longest = objective.longestText(inRow: row)
    if longest == 0 {
      throw refusal(
        "packing.inputLength",
        "leaves no room for a text of \(objective.leastLength) tokens, "
          + "with packing.targetLength \(row.targets)",
        "Raise packing.inputLength and packing.targetLength.")
    }
    guard let wanted = loaded.recipe.objective.length else { return longest }
    if !objective.hasSentinels(forLength: wanted) {
      throw refusal(
        "objective.length",
        "is \(wanted), of which span corruption takes out more spans than the vocabulary has sentinels",
        "Lower it to \(longest), or raise objective.span.")
    }
    if wanted > longest {
      let sides = objective.longestSides(ofLength: wanted)
      throw refusal(
        "objective.length",
        "is \(wanted), which takes up to \(sides.inputs) tokens of input and \(sides.targets) of target",
        "Lower it to \(longest), or raise packing.inputLength and packing.targetLength to these.")
    }
    return wanted
  }

  private func refusal(_ key: String, _ problem: String, _ nextStep: String) -> RecipeError {
    .contradiction(location: loaded.place(of: key), problem: problem, nextStep: nextStep)
  }
}

extension LoadedRecipe {
  /// The recipe with the loss of held-out texts as the score that decides which checkpoint is the best, where
  /// it names none and nothing is held out but texts.
  func judged(on evaluation: EvaluationData) -> LoadedRecipe {
    let isOpen = origins["evaluation.bestMetric"] == nil && recipe.evaluation.suites.isEmpty
    guard isOpen, evaluation.heldOutTexts.count > 0,
      evaluation.heldOutInstances.count + evaluation.heldOutClusters.count == 0
    else { return self }
    var judged = self
    judged.recipe.evaluation.bestMetric = .heldOutTextsLoss
    return judged
  }
}

extension EvaluationData {
  /// That the loss of texts decides which checkpoint is the best although the recipe does not say so.
  func metricNote(_ loaded: LoadedRecipe) -> String? {
    guard loaded.origins["evaluation.bestMetric"] == nil,
      loaded.recipe.evaluation.bestMetric == .heldOutTextsLoss
    else { return nil }
    return "the best checkpoint is that of the least loss on held-out texts (evaluation.bestMetric): nothing "
      + "else is evaluated"
  }
}
