import Autograd
import Instructions
import Models
import ProcessGroups
import Tokenization

/// Asks a model the questions of suites.
///
/// Programs are kept from suite to suite and read the parameters where they are, so the same evaluator serves
/// during training and afterwards. A question's answer does not depend on which others share its batch.
package final class SuiteEvaluator {
  private let generator: SequenceGenerator
  private let options: OptionScorer
  private let losses: SequenceScorer
  private let tokenizer: any Tokenizer
  private let batch: Int
  private let ranks: (any ProcessGroup)?
  /// How the model's weights are kept.
  let weights: WeightFormat

  /// Tokens of the prompts of a batch, padding included: a bound on the memory of their keys and values.
  static let tokensPerBatch = 16_384

  /// An evaluator of the model in `parameters`.
  /// - Parameters:
  ///   - batch: prompts that are decoded together at most.
  ///   - ranks: the processes that share the questions.
  package init(
    _ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, tokenizer: any Tokenizer,
    batch: Int, ranks: (any ProcessGroup)? = nil
  ) {
    self.ranks = ranks
    generator = SequenceGenerator(
      model, parameters, runtime: runtime, batch: batch, candidates: tokenizer.vocabularySize,
      endIDs: model.answerEndIDs)
    options = OptionScorer(
      model, parameters, runtime: runtime, batch: batch, candidates: tokenizer.vocabularySize)
    losses = SequenceScorer(model, parameters, runtime: runtime)
    self.tokenizer = tokenizer
    weights = parameters.format
    self.batch = max(1, batch)
  }

  /// The model's answers, in the order of the questions.
  /// - Parameters:
  ///   - journal: the answers that the same weights have given already, and where new ones are kept.
  ///   - shouldStop: asked before each batch; when true, the call returns `nil`.
  ///   - onBatch: told at the start, and after each batch, how many questions are answered and how many
  ///     tokens were written so far.
  /// - Returns: the answers, and the number of tokens that were written.
  /// - Throws: `FileError` where the journal cannot be written; what the runtime and `onBatch` throw.
  func answers(
    to questions: [SuiteQuestion], _ suite: EvaluationSuite, _ scoring: SuiteRunOptions.Scoring,
    journal: EvaluationJournal?, shouldStop: () -> Bool,
    onBatch: (_ answered: Int, _ tokens: Int) throws -> Void
  ) throws -> (answers: [SuiteAnswer], tokens: Int)? {
    let scorer = SuiteScorer(suite)
    var answers = [SuiteAnswer?](repeating: nil, count: questions.count)
    var (answered, tokens) = (0, 0)
    try onBatch(answered, tokens)
    // Prompts that are very long come in smaller batches.
    let batches = JournaledBatches(questions.map(\.tokens.count)) {
      Self.batchSize(longest: $0, limit: batch)
    }
    let isDone = try batches.answer(
      journal: journal, sharedBy: ranks, key: { Self.key(questions[$0], scoring, suite.maximumTokens) },
      shouldStop: shouldStop,
      by: { numbers in
        let asked = numbers.map { questions[$0] }
        return try scoring == .generation
          ? write(asked, maximumTokens: suite.maximumTokens) : rank(asked)
      }
    ) { numbers, outputs in
      for (number, output) in zip(numbers, outputs) {
        let question = questions[number]
        answers[number] = SuiteAnswer(
          question: question, output: output.text, hitLimit: output.hitLimit,
          optionScores: output.optionScores,
          judgement: scorer.judge(output.text, question.references + question.written.texts))
        tokens += output.tokens
      }
      answered += numbers.count
      try onBatch(answered, tokens)
    }
    return isDone ? (answers.compactMap { $0 }, tokens) : nil
  }

  /// The cross-entropy of the first right answer of each question, in nats, and its tokens.
  /// - Throws: what the runtime throws.
  func losses(of questions: [SuiteQuestion]) throws -> [(sum: Double, tokens: Int)] {
    let pairs = questions.map { question in
      (inputs: question.tokens, targets: tokenizer.target(question.references[0], after: question.prompt))
    }
    return try losses.logProbabilities(of: pairs).map { values in
      (sum: values.reduce(0.0) { $0 - Double($1) }, tokens: values.count)
    }
  }

  /// What decides an answer besides the weights.
  private static func key(
    _ question: SuiteQuestion, _ scoring: SuiteRunOptions.Scoring, _ maximumTokens: Int
  ) -> String {
    let asked = scoring == .generation ? ["\(maximumTokens)"] : question.options
    return ([scoring.rawValue] + asked + [BatchedDecoding.key(question.tokens)]).joined(separator: "\n")
  }

  /// What the model writes; a prompt that stands several times is answered once.
  private func write(_ questions: [SuiteQuestion], maximumTokens: Int) throws -> [SuiteOutput] {
    var places: [[Int32]: Int] = [:]
    var prompts: [[Int32]] = []
    let numbers = questions.map { question in
      if let place = places[question.tokens] { return place }
      places[question.tokens] = prompts.count
      prompts.append(question.tokens)
      return prompts.count - 1
    }
    let options = GenerationOptions(maximumTokens: maximumTokens, wantsScores: false)
    let made = try generator.generate(prompts, options) ?? []
    let outputs = made.map { hypotheses in
      SuiteOutput(
        text: tokenizer.answer(hypotheses[0].tokens), hitLimit: hypotheses[0].hitLimit,
        tokens: hypotheses[0].tokens.count + (hypotheses[0].isEnded ? 1 : 0))
    }
    return numbers.map { outputs[$0] }
  }

  /// The likeliest option of each question; of equally likely ones the first.
  private func rank(_ questions: [SuiteQuestion]) throws -> [SuiteOutput] {
    let targets = questions.map { question in
      question.options.map { tokenizer.target($0, after: question.prompt) }
    }
    let scores = try options.logProbabilities(of: targets, for: questions.map(\.tokens))
    return zip(questions, scores).map { question, scores in
      let best = scores.indices.min { (scores[$1], $0) < (scores[$0], $1) } ?? 0
      return SuiteOutput(text: question.options[best], optionScores: scores)
    }
  }
}

extension SuiteEvaluator {
  /// Bytes that an evaluator's decoding programs hold at most, beside the parameters: those of the suite
  /// whose longest prompts take the most.
  package static func workspaceBytes(
    _ model: any LanguageModel, runtime: any Runtime, tokenizer: any Tokenizer, runs: [SuiteRun], batch: Int
  ) -> Int {
    runs.map { run in
      let lengths = run.questions.map(\.tokens.count).sorted(by: >)
      guard let longest = lengths.first else { return 0 }
      let size = batchSize(longest: longest, limit: batch)
      return SequenceGenerator.workspaceBytes(
        model, runtime: runtime, lengths: Array(lengths.prefix(size)), batch: size,
        maximumTokens: run.suite.maximumTokens, candidates: tokenizer.vocabularySize)
    }.max() ?? 0
  }

  /// The prompts of a batch whose longest has so many tokens.
  static func batchSize(longest: Int, limit: Int) -> Int {
    max(1, min(limit, tokensPerBatch / max(1, longest)))
  }
}
