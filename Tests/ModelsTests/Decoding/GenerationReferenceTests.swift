import CPURuntime
import Testing

@testable import Models

/// Generation against that of transformers: greedy and beam search, token for token, and every score.
@Suite struct GenerationReferenceTests {
  @Test(arguments: ReferenceModel.names, [1, 4, 64])
  func hypothesesAreThoseOfTransformers(_ name: String, _ batch: Int) throws {
    let runtime = CPURuntime(threads: 2)
    let reference = try GenerationReference.read(name)
    let (model, store) = try GenerationReference.model(name, runtime: runtime)
    let generator = SequenceGenerator(
      model, store, runtime: runtime, batch: batch, candidates: model.configuration.vocabularySize,
      endIDs: [1])
    #expect(reference.cases.count >= 20)
    for expected in reference.cases {
      let found = try #require(try generator.generate(reference.batches[expected.batch], expected.options))
      for output in expected.outputs {
        let hypotheses = found[output.prompt].prefix(output.hypotheses.count)
        #expect(hypotheses.map(\.tokens) == output.hypotheses.map(\.ids), "\(expected.options)")
        #expect(hypotheses.map(\.isEnded) == output.hypotheses.map(\.ended), "\(expected.options)")
        for (hypothesis, reference) in zip(hypotheses, output.hypotheses) {
          #expect(abs(try #require(hypothesis.score) - reference.score) <= 2e-5 * (1 + abs(reference.score)))
        }
      }
    }
  }
}
