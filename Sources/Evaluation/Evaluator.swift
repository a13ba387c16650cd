import Autograd
import Instructions
import Models
import Tokenization

/// Evaluates a model on held-out sets: loss with teacher forcing, greedy answers by every metric.
///
/// Programs are prepared once and read the parameters where training keeps them, so the same evaluator serves
/// during training and afterwards, and gives the same scores.
public final class Evaluator {
  private let losses: LossEvaluator
  private let decoding: BatchedDecoding
  private let tokenizer: any Tokenizer
  private let inputLength: Int

  /// An evaluator of the model in `parameters`.
  /// - Parameters:
  ///   - packer: the rows that losses are computed in.
  ///   - batch: prompts that are decoded together.
  ///   - maximumTokens: the most tokens of a decoded output.
  public init(
    _ model: T5, _ parameters: ParameterStore, runtime: any Runtime, tokenizer: any Tokenizer, packer: Packer,
    batch: Int, maximumTokens: Int
  ) {
    losses = LossEvaluator(model, parameters, runtime: runtime, packer: packer)
    decoding = BatchedDecoding(
      SequenceGenerator(
        model, parameters, runtime: runtime, batch: batch, candidates: tokenizer.vocabularySize,
        endID: tokenizer.endOfSequenceID), batch: batch, maximumTokens: maximumTokens)
    self.tokenizer = tokenizer
    inputLength = packer.configuration.inputLength
  }

  /// Evaluates the model on a set.
  /// - Parameters:
  ///   - journal: the outputs that an evaluation of the same weights has made already, and where new ones are kept.
  ///   - shouldStop: asked between batches; when true, the call returns `nil`.
  /// - Throws: `PackingError`, `FileError` where the journal cannot be written.
  public func evaluate(
    _ set: HeldOutSet, journal: EvaluationJournal? = nil, shouldStop: () -> Bool = { false }
  ) throws -> EvaluationOutcome? {
    let examples = set.groups.flatMap(\.examples)
    guard let (exampleLosses, ledger) = try losses.losses(of: examples.map(\.tokens), shouldStop: shouldStop),
      let outputs = try decoding.outputs(
        of: examples.map { trimmed($0.tokens.inputs) }, journal: journal, shouldStop: shouldStop)
    else { return nil }
    var scores: [TaskScore] = []
    var predictions: [Prediction] = []
    var start = 0
    for group in set.groups {
      let range = start..<start + group.examples.count
      let made = range.map { predict(examples[$0], outputs[$0], group) }
      scores.append(score(group, made, range.compactMap { exampleLosses[$0] }))
      predictions += made
      start = range.upperBound
    }
    return EvaluationOutcome(scores: scores, predictions: predictions, ledger: ledger)
  }

  /// A prompt as training would cut it: the row's length less one, and the end-of-sequence id.
  private func trimmed(_ prompt: [Int32]) -> [Int32] {
    prompt.count <= inputLength ? prompt : prompt.prefix(inputLength - 1) + [tokenizer.endOfSequenceID]
  }

  private func predict(
    _ example: HeldOutSet.Example, _ output: Hypothesis, _ group: HeldOutSet.Group
  ) -> Prediction {
    let text = tokenizer.decode(output.tokens)
    let answer = AnswerExtraction(group.format).answer(in: text)
    return Prediction(
      task: group.task, format: group.format, prompt: example.prompt, output: text, answer: answer,
      references: example.references, isCorrect: AnswerExtraction.isMatch(answer, example.references),
      scores: AnswerMetric.scores(of: answer, example.references),
      hitLimit: output.hitLimit)
  }

  private func score(
    _ group: HeldOutSet.Group, _ predictions: [Prediction], _ losses: [LossEvaluator.ExampleLoss]
  ) -> TaskScore {
    let majority = group.majorityAnswer.flatMap { AnswerExtraction.whole.answer(in: $0) }
    return TaskScore(
      task: group.task, cluster: group.cluster, format: group.format, examples: group.examples.count,
      correct: predictions.count(where: \.isCorrect), metric: group.metric,
      scores: AnswerMetric.scores(of: predictions),
      majorityCorrect: group.examples.count { AnswerExtraction.isMatch(majority, $0.references) },
      targetTokens: losses.reduce(0) { $0 + $1.tokens }, lossSum: losses.reduce(0) { $0 + $1.sum },
      cutOutputs: predictions.count(where: \.hitLimit))
  }
}
