import Autograd
import CPURuntime
import Models
import Optimizers
import Testing

/// Recomputed blocks: the same bits in less memory.
@Suite struct T5RecomputationTests {
  private let runtime = CPURuntime(threads: 2)

  private func configuration(_ version: ModelVersion) -> T5Configuration {
    T5Configuration(preset: .tiny, version: version, vocabularySize: 64)
  }

  private let batch = TestBatch(
    [
      [TestExample(input: [5, 9, 33, 1], target: [7, 8, 1]), TestExample(input: [6, 1], target: [2, 1])],
      [TestExample(input: [11, 12, 13, 14, 15, 16, 1], target: [3, 4, 5, 6, 1])],
    ], inputLength: 8, targetLength: 6)

  @Test(arguments: ModelVersion.allCases)
  func everySubsetOfBlocksGivesTheSameBits(_ version: ModelVersion) throws {
    let model = T5(configuration(version))
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 3)
    func values(_ recomputed: RecomputedBlocks) throws -> LossProgram.Values {
      try LossProgram(
        model, store, batch.shape, runtime: runtime, dropout: 0.2,
        options: LossOptions(zLoss: 1e-4, labelSmoothing: 0.1), withGradients: true, recomputed: recomputed
      ).run(batch, seed: 11, step: 4)
    }
    let expected = try values(.none)
    for subset in 1..<16 {
      let blocks = RecomputedBlocks(
        encoder: Set((0..<2).filter { subset >> $0 & 1 == 1 }),
        decoder: Set((0..<2).filter { subset >> ($0 + 2) & 1 == 1 }))
      let found = try values(blocks)
      #expect(found.tokens == expected.tokens)
      #expect(found.objective == expected.objective)
      #expect(found.gradients == expected.gradients, "blocks \(blocks)")
    }
  }

  @Test func memoryShrinksWithEveryEncoderBlock() throws {
    var configuration = configuration(.v1_1)
    (configuration.encoderLayers, configuration.decoderLayers) = (5, 3)
    let model = T5(configuration)
    let store = ParameterStore(model.parameters, runtime: runtime)
    let shape = PackedShape(rows: 4, inputLength: 64, targetLength: 16)
    let bytes = try (0...8).map { count in
      try TrainingStep(
        model, store, shape, runtime: runtime, optimizer: Adafactor(), zLoss: 0, dropout: 0.1,
        recomputed: RecomputedBlocks(first: count, of: model)
      ).workspaceBytes
    }
    for count in 1..<5 { #expect(bytes[count] < bytes[count - 1], "\(bytes)") }
    // The last blocks are the first that the backward pass comes to.
    #expect(bytes[7] < bytes[4] && bytes[8] < bytes[0] / 2, "\(bytes)")
  }

  @Test func blocksAreCountedFromTheFrontOfTheEncoder() {
    let model = T5(configuration(.v1_1))
    let found = [-1, 0, 1, 2, 3, 4, 9].map { RecomputedBlocks(first: $0, of: model) }
    let expected: [(Set<Int>, Set<Int>)] = [
      ([], []), ([], []), ([0], []), ([0, 1], []), ([0, 1], [0]), ([0, 1], [0, 1]), ([0, 1], [0, 1]),
    ]
    for (blocks, (encoder, decoder)) in zip(found, expected) {
      #expect(blocks == RecomputedBlocks(encoder: encoder, decoder: decoder))
      #expect(blocks.count == encoder.count + decoder.count)
    }
  }
}

extension RecomputedBlocks {
  fileprivate init(encoder: Set<Int>, decoder: Set<Int>) {
    self.init()
    self["encoder"] = encoder
    self["decoder"] = decoder
  }
}
