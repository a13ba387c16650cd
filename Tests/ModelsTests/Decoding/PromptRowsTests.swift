import Autograd
import AutogradTestSupport
import CPURuntime
import Models
import Testing

/// Answers and likelihoods do not depend on whether prompts share a row.
@Suite struct PromptRowsTests {
  private let runtime = CPURuntime(threads: 2)
  private static let prompts: [[Int32]] = (0..<5).map { prompt in
    let length = 1 + prompt * 11 % 45
    let ids = (0..<length).map { Int32(2 + ($0 * 37 + prompt * 11) % 60) }
    return ids + [1]
  }

  private static let models: [any LanguageModel] = {
    var whole = DecoderConfiguration(preset: .palmTiny, vocabularySize: 64)
    whole.seesPromptsWhole = true
    return [
      T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64)),
      Decoder(DecoderConfiguration(preset: .llamaTiny, vocabularySize: 64)), Decoder(whole),
    ]
  }()

  @Test(arguments: models.indices, [1, 2, 5])
  func answersAndScoresAreThoseOfJoinedPrompts(_ index: Int, _ batch: Int) throws {
    let model = Self.models[index]
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 7)
    func answers(_ runtime: any Runtime, _ strategy: GenerationOptions.Strategy) throws -> [[Hypothesis]] {
      let generator = SequenceGenerator(
        model, store, runtime: runtime, batch: batch, candidates: 64, endIDs: [1])
      return try #require(
        try generator.generate(
          Self.prompts, GenerationOptions(strategy: strategy, maximumTokens: 9, wantsScores: true)))
    }
    func scores(_ runtime: any Runtime) throws -> [Double] {
      let scorer = OptionScorer(model, store, runtime: runtime, batch: 2 * batch, candidates: 64)
      return try scorer.logProbabilities(
        of: Self.prompts.map { _ in [[5, 9, 1], [7, 1]] }, for: Self.prompts
      ).flatMap { $0 }
    }
    let apart = RowsApartRuntime(runtime)
    for strategy in [GenerationOptions.Strategy.greedy, .beams(count: 2)] {
      let (found, expected) = (try answers(apart, strategy), try answers(runtime, strategy))
      #expect(found.map { $0.map(\.tokens) } == expected.map { $0.map(\.tokens) })
      for (a, b) in zip(found.joined(), expected.joined()) {
        #expect(abs((a.logProbability ?? .nan) - (b.logProbability ?? .nan)) < 1e-4)
      }
    }
    for (a, b) in zip(try scores(apart), try scores(runtime)) { #expect(abs(a - b) < 1e-5 * max(1, abs(b))) }
  }
}
