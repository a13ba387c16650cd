import Autograd
import Models
import Tokenization

extension SuiteEvaluator {
  /// Bytes that an evaluator's decoding programs hold at most, beside the parameters: those of the suite whose longest
  /// prompts take the most.
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
