import Autograd
import Instructions
import Models
import Tokenization

/// Evaluates a model on held-out sets: loss with teacher forcing, exact match by greedy decoding.
///
/// Programs are prepared once and read the parameters where training keeps them, so the same evaluator serves
/// during training and afterwards, and gives the same scores.
public final class Evaluator {
  private let losses: LossEvaluator
  private let generator: SequenceGenerator
  private let tokenizer: any Tokenizer
  private let inputLength: Int
  private let maximumTokens: Int

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
    generator = SequenceGenerator(
      model, parameters, runtime: runtime, batch: batch, candidates: tokenizer.vocabularySize,
      endID: tokenizer.endOfSequenceID)
    self.tokenizer = tokenizer
    inputLength = packer.configuration.inputLength
    self.maximumTokens = maximumTokens
  }

  /// Evaluates the model on a set.
  /// - Parameter shouldStop: asked between batches; when true, the call returns `nil`.
  /// - Throws: `PackingError`.
  public func evaluate(_ set: HeldOutSet, shouldStop: () -> Bool = { false }) throws -> EvaluationOutcome? {
    let examples = set.groups.flatMap(\.examples)
    if shouldStop() { return nil }
    let (exampleLosses, ledger) = try losses.losses(of: examples.map(\.tokens))
    let prompts = examples.map { trimmed($0.tokens.inputs) }
    let options = GenerationOptions(maximumTokens: maximumTokens, wantsScores: false)
    guard let outputs = generator.generate(prompts, options, shouldStop: shouldStop)?.map({ $0[0] }) else {
      return nil
    }
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
      hitLimit: output.hitLimit)
  }

  private func score(
    _ group: HeldOutSet.Group, _ predictions: [Prediction], _ losses: [LossEvaluator.ExampleLoss]
  ) -> TaskScore {
    let majority = group.majorityAnswer.flatMap { AnswerExtraction.whole.answer(in: $0) }
    return TaskScore(
      task: group.task, cluster: group.cluster, format: group.format, examples: group.examples.count,
      correct: predictions.count(where: \.isCorrect),
      majorityCorrect: group.examples.count { AnswerExtraction.isMatch(majority, $0.references) },
      targetTokens: losses.reduce(0) { $0 + $1.tokens }, lossSum: losses.reduce(0) { $0 + $1.sum },
      cutOutputs: predictions.count(where: \.hitLimit))
  }
}
