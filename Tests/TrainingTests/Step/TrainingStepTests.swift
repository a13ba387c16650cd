import Autograd
import CPURuntime
import Instructions
import Models
import Optimizers
import Testing
import Tokenization

@testable import Training

/// A step in parts is the step on all rows.
@Suite struct TrainingStepTests {
  private let runtime = CPURuntime(threads: 2)
  private static let rows = 6

  /// Weights, optimizer state and outcomes after some steps.
  private struct Result {
    var weights: [String: [Float]] = [:]
    var slots: [String: [Float]] = [:]
    var outcomes: [TrainingStep.Outcome] = []
  }

  private func batch(_ step: Int) throws -> PackedBatch {
    let examples = (0..<9).map { index in
      TokenizedExample(
        inputs: (0..<(3 + (index * 5 + step) % 7)).map { Int32(3 + ($0 * 7 + index + step) % 50) } + [1],
        targets: (0..<(1 + (index + step) % 4)).map { Int32(3 + ($0 * 3 + index) % 50) } + [1],
        provenance: Provenance(task: "t", instance: index, format: .zeroShot, template: "t"))
    }
    let packer = try Packer(PackingConfiguration(rows: Self.rows, inputLength: 16, targetLength: 8))
    return try packer.packAll(examples)[0]
  }

  private func train(
    _ accumulation: Int, dropout: Double = 0, clip: Double? = nil, recomputed: Int = 0, steps: Int = 3
  ) throws -> Result {
    var configuration = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64)
    configuration.dropoutRate = dropout
    let optimizer = Adafactor(minimumDimensionToFactor: 64)
    let state = TrainingState(T5(configuration), optimizer: optimizer, runtime: runtime)
    state.parameters.initialize(seed: 7)
    let step = try TrainingStep(
      state, shape: PackedShape(rows: Self.rows, inputLength: 16, targetLength: 8),
      options: TrainingStepOptions(
        loss: LossOptions(), optimizer: optimizer, clipping: clip.map(GlobalNormClipping.init(limit:)),
        accumulation: accumulation, recomputed: RecomputedBlocks(first: recomputed, of: T5(configuration))),
      runtime: runtime)
    var result = Result()
    for index in 0..<steps {
      let batch = try batch(index)
      result.outcomes.append(
        try step.run(
          batch,
          TrainingStep.Inputs(
            scalars: optimizer.scalars(at: index, learningRate: 0.01),
            lossScale: 1 / Double(batch.fill.targetTokens),
            randomKey: RandomKey.elements(seed: 5, step: index))))
    }
    for parameter in state.model.parameters {
      result.weights[parameter.name] = state.parameters[parameter.name].floats
    }
    result.slots = state.slots.mapValues(\.floats)
    return result
  }

  private func expectClose(_ found: Result, _ expected: Result) {
    for (name, values) in expected.weights {
      let size = values.reduce(Float(1)) { max($0, abs($1)) }
      let difference = zip(values, found.weights[name] ?? []).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      #expect(difference <= 1e-5 * size, "\(name): \(difference)")
    }
    for (a, b) in zip(found.outcomes, expected.outcomes) {
      #expect(abs(a.crossEntropy - b.crossEntropy) <= 1e-5 * b.crossEntropy)
      #expect(abs(a.gradientNorm - b.gradientNorm) <= 1e-4 * b.gradientNorm)
      #expect(abs((a.zLoss ?? 0) - (b.zLoss ?? 0)) <= 1e-5 * (b.zLoss ?? 0) && b.zLoss ?? 0 > 0)
    }
  }

  @Test(arguments: [2, 3, 6])
  func partsGiveTheStepOnAllRows(_ accumulation: Int) throws {
    expectClose(try train(accumulation), try train(1))
  }

  /// The common norm is the sum's, not a part's: with a limit that only the sum exceeds, parts would be left alone.
  @Test(arguments: [2, 3, 6])
  func theSumIsClipped(_ accumulation: Int) throws {
    let norm = try train(1, steps: 1).outcomes[0].gradientNorm
    let expected = try train(1, clip: norm / 3)
    #expect(abs(expected.outcomes[0].gradientNorm - norm / 3) < 1e-4 * norm)
    expectClose(try train(accumulation, clip: norm / 3), expected)
  }

  @Test(arguments: [1, 2, 3])
  func recomputedBlocksChangeNoBit(_ accumulation: Int) throws {
    let expected = try train(accumulation, dropout: 0.2)
    for blocks in 1...4 {
      let found = try train(accumulation, dropout: 0.2, recomputed: blocks)
      #expect(found.weights == expected.weights && found.slots == expected.slots, "\(blocks) blocks")
    }
  }

  @Test func sameStepGivesTheSameBits_andPartsDrawTheirOwnMasks() throws {
    let (one, again) = (try train(2, dropout: 0.3), try train(2, dropout: 0.3))
    #expect(one.weights == again.weights && one.slots == again.slots)
    #expect(try train(1, dropout: 0.3).weights != one.weights)
    let key = RandomKey.elements(seed: (9 << 32) | 4, step: 12)
    #expect(RandomKey.elements(ofPart: 0, in: key) == key)
    let keys = (0..<65_536).map { RandomKey.elements(ofPart: $0, in: key) }
    #expect(Set(keys).count == keys.count && keys.allSatisfy { $0[0] == key[0] && $0[2] == key[2] })
  }

  /// What is computed of joined rows is what the rows have where they stand.
  @Test(arguments: [1, 2, 6])
  func joinedRowsHaveTheLossOfTheirOwnRows(_ accumulation: Int) throws {
    var configuration = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64)
    configuration.dropoutRate = 0
    let model = T5(configuration)
    let shape = PackedShape(rows: Self.rows, inputLength: 16, targetLength: 8)
    let parameters = ParameterStore(model.parameters, runtime: runtime)
    parameters.initialize(seed: 7)
    let storage = model.makeStorage(shape, runtime)
    let separate = runtime.prepare(
      ProgramBuilder.record { builder in
        let loss = model.recordLoss(builder, shape, dropout: 0, options: LossOptions(zLoss: 0))
        let variables = model.parameters.compactMap { loss.parameters[$0.name] }
        let gradients = builder.gradients(of: loss.objective, withRespectTo: variables)
        builder.output("tokens", loss.tokenCrossEntropy)
        builder.output("squares", gradients.map { ($0 * $0).sum() }.reduce(builder.constant(0, []), +))
      }, storage: storage.merging(parameters.storage) { batch, _ in batch })
    let batch = try batch(0)
    func set(_ field: T5.Field, _ values: [Int32]) { storage[field.rawValue]?.set(values) }
    set(.encoderTokens, batch.inputTokens)
    set(.encoderSegments, batch.inputSegments)
    set(.decoderInputs, batch.previousTargets)
    set(.decoderTargets, batch.targetTokens)
    set(.decoderSegments, batch.targetSegments)
    storage[T5.Field.targetWeights.rawValue]?.set(batch.targetWeights)
    try separate.run()
    let expected = separate.output("tokens").floats

    let optimizer = Adafactor(minimumDimensionToFactor: 64)
    let state = TrainingState(model, optimizer: optimizer, runtime: runtime)
    state.parameters.initialize(seed: 7)
    let step = try TrainingStep(
      state, shape: shape,
      options: TrainingStepOptions(
        loss: LossOptions(zLoss: 0), optimizer: optimizer, clipping: nil, accumulation: accumulation),
      runtime: runtime)
    let outcome = try step.run(
      batch,
      TrainingStep.Inputs(
        scalars: optimizer.scalars(at: 0, learningRate: 0), lossScale: 1,
        randomKey: RandomKey.elements(seed: 5, step: 0)))
    #expect(outcome.tokenCrossEntropy.count == expected.count && outcome.zLoss == nil)
    for (found, expected) in zip(outcome.tokenCrossEntropy, expected) {
      #expect(abs(found - expected) <= 1e-5 * max(1, expected))
    }
    let norm = Double(separate.output("squares").floats[0]).squareRoot()
    #expect(abs(outcome.gradientNorm - norm) <= 1e-4 * norm)
    // What is full is not what the examples fill: the program is shorter than the rows.
    let length = step.program.types[try #require(step.program.input(named: "encoderTokens")).value].shape[1]
    #expect(length < Self.rows / accumulation * 16)
  }

  /// Every gradient is added where its sum lies, as soon as it is there.
  @Test func sumsGrowInPlace() {
    let model = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 8192))
    func bytes(_ accumulation: Int) -> Int {
      let programs = TrainingStepPrograms(
        model, shape: PackedShape(rows: 2, inputLength: 8, targetLength: 8),
        options: TrainingStepOptions(
          loss: LossOptions(), optimizer: Adafactor(), clipping: nil, accumulation: accumulation), .joined)
      return [programs.pass, programs.update].compactMap { $0.map { runtime.workspace(of: $0).shared } }
        .reduce(0, +)
    }
    let table = 4 * 8192 * 64
    // The largest gradients at once are those of the embedding table: one for each of its uses.
    #expect(bytes(2) < bytes(1) + table)
  }
}
