import Autograd
import Diagnostics
import Instructions
import Models
import ProcessGroups
import Tokenization

/// Evaluates a model on held-out sets: loss with teacher forcing, greedy answers by every metric.
///
/// Programs are prepared once and read the parameters where training keeps them, so the same evaluator serves
/// during training and afterwards, and gives the same scores.
package final class Evaluator {
  private let losses: LossEvaluator
  private let decoding: BatchedDecoding
  /// Decodes last words of texts.
  private let wordDecoding: BatchedDecoding
  private let tokenizer: any Tokenizer
  /// How training would cut prompts.
  private let packing: PackingConfiguration

  /// An evaluator of the model in `parameters`.
  /// - Parameters:
  ///   - packer: the rows that losses are computed in.
  ///   - batch: prompts that are decoded together.
  ///   - maximumTokens: the most tokens of a decoded output.
  ///   - ranks: the processes that share the examples.
  package init(
    _ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, tokenizer: any Tokenizer,
    packer: Packer,
    batch: Int, maximumTokens: Int, ranks: (any ProcessGroup)? = nil
  ) {
    losses = LossEvaluator(model, parameters, runtime: runtime, packer: packer, ranks: ranks)
    let generator = SequenceGenerator(
      model, parameters, runtime: runtime, batch: batch, candidates: tokenizer.vocabularySize,
      endIDs: model.answerEndIDs)
    decoding = BatchedDecoding(generator, batch: batch, maximumTokens: maximumTokens, ranks: ranks)
    wordDecoding = BatchedDecoding(
      generator, batch: batch, maximumTokens: LastWord.answerTokens, kind: "last word ", ranks: ranks)
    self.tokenizer = tokenizer
    packing = packer.configuration
  }

  /// Evaluates the model on a set.
  /// - Parameters:
  ///   - journal: the outputs that an evaluation of the same weights has made already, and where new ones are
  ///     kept.
  ///   - shouldStop: asked between batches; when true, the call returns `nil`.
  ///   - onProgress: told before and after each batch how far losses are, then how far answers are.
  /// - Throws: `PackingError`, `FileError` where the journal cannot be written; what `onProgress` throws.
  package func evaluate(
    _ set: HeldOutSet, journal: EvaluationJournal? = nil, shouldStop: () -> Bool = { false },
    onProgress: (WorkProgress) throws -> Void = { _ in }
  ) throws -> EvaluationOutcome? {
    let examples = set.groups.flatMap(\.examples)
    func tell(_ work: String, _ done: Int) throws {
      try onProgress(WorkProgress(work, done: done, of: examples.count, .examples))
    }
    guard
      let (exampleLosses, ledger) = try losses.losses(
        of: examples.map(\.tokens), shouldStop: shouldStop, onBatch: { try tell("losses", $0) })
    else { return nil }
    if set.isOfTexts {
      let words = try lastWords(of: examples, journal, shouldStop, onProgress)
      return words.map { outcome(ofTexts: set, exampleLosses, words: $0, ledger) }
    }
    guard
      let outputs = try decoding.outputs(
        of: examples.map { packing.cut(prompt: $0.tokens.inputs) }, journal: journal, shouldStop: shouldStop,
        onBatch: { try tell("answers", $0) })
    else { return nil }
    var scores: [TaskScore] = []
    var predictions: [Prediction] = []
    for (group, range) in set.placedGroups {
      let majority = group.majorityAnswer.map { AnswerExtraction.whole.read($0).text }
      let made = range.map { predict(examples[$0], outputs[$0], group, majority: majority) }
      let loss = Self.sum(exampleLosses[range])
      scores.append(TaskScore(made, targetTokens: loss.tokens, lossSum: loss.sum))
      predictions += made
    }
    return EvaluationOutcome(scores: scores, predictions: predictions, ledger: ledger)
  }

  /// The last words that the model gives texts, by the numbers of those that can be asked; `nil` where it was
  /// asked to stop.
  private func lastWords(
    of examples: [HeldOutSet.Example], _ journal: EvaluationJournal?, _ shouldStop: () -> Bool,
    _ onProgress: (WorkProgress) throws -> Void
  ) throws -> [Int: String]? {
    let asked = examples.indices.filter { examples[$0].lastWord != nil }
    if asked.isEmpty { return [:] }
    // Not cut to a row's input: what an objective gives of a piece may be all of the row.
    let outputs = try wordDecoding.outputs(
      of: asked.map { examples[$0].lastWord?.prompt ?? [] }, journal: journal, shouldStop: shouldStop,
      onBatch: { try onProgress(WorkProgress("last words", done: $0, of: asked.count, .examples)) })
    guard let outputs else { return nil }
    return Dictionary(
      uniqueKeysWithValues: zip(asked, outputs).map { number, output in
        (number, examples[number].lastWord?.answer(output.tokens, tokenizer: tokenizer) ?? "")
      })
  }

  /// The outcome on texts.
  private func outcome(
    ofTexts set: HeldOutSet, _ losses: [LossEvaluator.ExampleLoss?], words: [Int: String], _ ledger: Ledger
  ) -> EvaluationOutcome {
    var scores: [TaskScore] = []
    var predictions: [Prediction] = []
    for (group, range) in set.placedGroups {
      let made = zip(range, group.examples).compactMap { number, example in
        words[number].map { predict(example, word: $0, group) }
      }
      let loss = Self.sum(losses[range])
      scores.append(
        TaskScore(ofTexts: group, words: made, targetTokens: loss.tokens, lossSum: loss.sum))
      predictions += made
    }
    return EvaluationOutcome(scores: scores, predictions: predictions, ledger: ledger)
  }

  private func predict(
    _ example: HeldOutSet.Example, word: String, _ group: HeldOutSet.Group
  ) -> Prediction {
    Prediction(
      PredictedExample(
        task: group.task, cluster: group.cluster, format: group.format, metric: group.metric, id: example.id,
        location: example.location, prompt: example.lastWord?.given ?? "",
        references: [example.lastWord?.word ?? ""], chance: 0, isMajority: false),
      output: word, hitLimit: false)
  }

  /// The losses of examples that were not dropped, all tokens together.
  private static func sum(_ losses: ArraySlice<LossEvaluator.ExampleLoss?>) -> LossEvaluator.ExampleLoss {
    losses.reduce(into: .init(sum: 0, tokens: 0)) { sum, loss in
      sum.sum += loss?.sum ?? 0
      sum.tokens += loss?.tokens ?? 0
    }
  }

  private func predict(
    _ example: HeldOutSet.Example, _ output: Hypothesis, _ group: HeldOutSet.Group, majority: String?
  ) -> Prediction {
    Prediction(
      PredictedExample(
        task: group.task, cluster: group.cluster, format: group.format, metric: group.metric, id: example.id,
        location: example.location, prompt: example.prompt, references: example.references,
        chance: example.chance, isMajority: AnswerExtraction.isMatch(majority, example.references)),
      output: tokenizer.answer(output.tokens), hitLimit: output.hitLimit)
  }
}

extension Evaluator {
  /// Bytes that an evaluator's programs hold at most, beside the parameters.
  /// - Parameter promptLengths: tokens of every prompt of the sets.
  package static func workspaceBytes(
    _ model: any LanguageModel, runtime: any Runtime, tokenizer: any Tokenizer, packer: Packer, batch: Int,
    maximumTokens: Int, promptLengths: [Int]
  ) -> Int {
    let shape = PackedShape(
      rows: packer.configuration.rows, inputLength: packer.configuration.inputLength,
      targetLength: packer.configuration.targetLength)
    return TeacherForcing.workspace(model, shape, runtime: runtime).shared
      + model.byteCount(ofBatch: shape.full(RowLayout(runtime)))
      + SequenceGenerator.workspaceBytes(
        model, runtime: runtime, lengths: promptLengths, batch: batch, maximumTokens: maximumTokens,
        candidates: tokenizer.vocabularySize, wantsScores: false)
  }
}
