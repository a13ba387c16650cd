import Autograd
import CPURuntime
import Optimizers
import Testing

@testable import Models

/// Decoder-only models against transformers: packed and joined as in training, and decoded step by step.
@Suite struct DecoderReferenceTests {
  private let runtime = CPURuntime(threads: 2)

  /// A program on the reference's batch, with what it gives.
  private func run(
    _ reference: DecoderReference, _ store: ParameterStore, _ record: (ProgramBuilder, PackedShape) -> Void
  ) throws -> any PreparedProgram {
    let batch = reference.batch()
    let fields = reference.model.makeStorage(batch.shape, runtime)
    reference.model.write(batch, to: fields)
    let program = ProgramBuilder.record { record($0, batch.shape) }
    let prepared = runtime.prepare(program, storage: fields.merging(store.storage) { first, _ in first })
    try prepared.run()
    return prepared
  }

  /// The values of the targets, without those of padding.
  private func real(_ values: [Float], _ batch: PlacedBatch) -> [Float] {
    let width = values.count / batch.shape.targetLength
    let count = batch.targetRuns[batch.rows.count - 1].upperBound
    return Array(values.prefix(count * width))
  }

  @Test(arguments: DecoderReference.names)
  func logitsLossAndGradientsAreThoseOfTransformers(_ name: String) throws {
    let reference = try DecoderReference(name)
    let store = try reference.makeStore(runtime)
    var names: [String] = []
    let trained = try run(reference, store) { builder, shape in
      let loss = reference.model.recordLoss(builder, shape, dropout: 0, options: LossOptions(zLoss: 0))
      builder.output("tokens", loss.tokenCrossEntropy)
      let variables = loss.parameters.sorted { $0.key < $1.key }
      names = variables.map(\.key)
      let gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
      for (name, gradient) in zip(names, gradients) { builder.output(name, gradient) }
    }
    #expect(Set(names) == Set(reference.model.parameters.map(\.name)))
    let logits = try run(reference, store) { $0.output("logits", reference.model.recordLogits($0, $1)) }
    let batch = reference.batch()
    expectClose(
      real(logits.output("logits").floats, batch), try reference.file.floats("logits"), within: 1e-5, "logits"
    )
    expectClose(
      real(trained.output("tokens").floats, batch), try reference.file.floats("losses"), within: 1e-5,
      "losses")
    for name in names {
      expectClose(
        trained.output(name).floats, try reference.file.floats("gradients/\(name)"), within: 2e-5, "\(name)")
    }
  }

  @Test(arguments: DecoderReference.names)
  func tenAdafactorStepsAreThoseOfTransformers(_ name: String) throws {
    let reference = try DecoderReference(name)
    let (model, store, batch) = (reference.model, try reference.makeStore(runtime), reference.batch())
    let optimizer = Adafactor(minimumDimensionToFactor: 16)
    var storage = model.makeStorage(batch.shape, runtime).merging(store.storage) { first, _ in first }
    for name in optimizer.scalarNames + ["lossScale"] { storage[name] = runtime.makeStorage(.float32([])) }
    for parameter in model.parameters {
      for slot in optimizer.slots(for: parameter.name, parameter.shape) {
        storage[slot.name] = runtime.makeStorage(.float32(slot.shape))
      }
    }
    model.write(batch, to: storage)
    let program = ProgramBuilder.record { builder in
      let loss = model.recordLoss(
        builder, batch.shape, dropout: 0, scale: builder.input("lossScale", .float32([])),
        options: LossOptions(zLoss: 0))
      let scalars = optimizer.recordScalars(builder)
      let variables = loss.parameters.sorted { $0.key < $1.key }
      let gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
      for (variable, gradient) in zip(variables, gradients) {
        _ = optimizer.recordUpdate(
          builder, variable.key, variable.value, gradient: gradient, scalars: scalars)
      }
      builder.output("crossEntropy", loss.crossEntropy)
    }
    let prepared = runtime.prepare(program, storage: storage)
    let learned = reference.prompts.reduce(0) { $0 + model.learnedTokens(ofPrompt: $1.count) }
    let count = reference.description.targets.reduce(learned) { $0 + $1.count }
    storage["lossScale"]?.set([1 / Float(count)])
    for (step, expected) in reference.description.trainedLosses.enumerated() {
      for scalar in optimizer.scalars(at: step, learningRate: 0.001).all {
        storage[scalar.name]?.set([Float(scalar.value)])
      }
      try prepared.run()
      expectClose(
        [prepared.output("crossEntropy").floats[0]], [Float(expected)], within: 1e-5, "step \(step)")
    }
    for parameter in model.parameters {
      let (ours, theirs) = (
        store[parameter.name].floats, try reference.file.floats("trained/\(parameter.name)")
      )
      // A bias of keys adds nearly the same to all scores of a query where pairs turn slowly or not at all: softmax leaves rounding
      // errors of its gradient, which Adafactor makes updates of the usual size of.
      let isOfKeys = keyBiases(parameter.name, count: ours.count, reference.model.configuration)
      for (isKeys, tolerance) in [(true, Float(5e-3)), (false, 1e-4)] {
        let places = ours.indices.filter { isOfKeys($0) == isKeys }
        if places.isEmpty { continue }
        expectClose(
          places.map { ours[$0] }, places.map { theirs[$0] }, within: tolerance, "\(parameter.name)")
      }
    }
  }

  /// Which elements of a parameter are biases of keys: all of a bias of their own, the middle third of each head's in a fused one.
  private func keyBiases(
    _ name: String, count: Int, _ configuration: DecoderConfiguration
  ) -> (Int) -> Bool {
    let size = configuration.headDimension
    if name.hasSuffix("k_proj.bias") { return { _ in true } }
    return name.hasSuffix("query_key_value.bias") ? { $0 / size % 3 == 1 } : { _ in false }
  }

  private static func without(_ ends: [Int32], _ ids: [Int32]) -> [Int32] {
    ids.last.map(ends.contains) == true ? ids.dropLast() : ids
  }

  @Test(arguments: DecoderReference.names, [1, 4])
  func answersAreThoseOfTransformers(_ name: String, batch: Int) throws {
    let reference = try DecoderReference(name)
    let (file, store) = (reference.description, try reference.makeStore(runtime))
    let isPrefix = file.variant == "prefix"
    for (ends, expectedGreedy, expectedBeams) in [
      ([1], file.greedy, file.beams), (file.ends, file.endedGreedy, file.endedBeams),
    ].prefix(isPrefix ? 1 : 2) {
      let generator = SequenceGenerator(
        reference.model, store, runtime: runtime, batch: batch, candidates: reference.model.vocabularySize,
        endIDs: ends)
      let greedy = try #require(
        try generator.generate(reference.prompts, GenerationOptions(maximumTokens: 12)))
      #expect(greedy.map { $0[0].tokens } == expectedGreedy.map { Self.without(ends, $0) })
      if isPrefix { continue }
      let options = GenerationOptions(strategy: .beams(count: 3), maximumTokens: 12, lengthPenalty: 0)
      let beams = try #require(try generator.generate(reference.prompts, options))
      #expect(beams.map { $0[0].tokens } == expectedBeams.map { Self.without(ends, $0) })
    }
  }

  /// The log-probability that options are ranked by is the one of teacher forcing.
  @Test(arguments: DecoderReference.names)
  func likelihoodsAreThoseOfTransformers(_ name: String) throws {
    let reference = try DecoderReference(name)
    let scorer = OptionScorer(
      reference.model, try reference.makeStore(runtime), runtime: runtime, batch: 8,
      candidates: reference.model.vocabularySize)
    let scores = try scorer.logProbabilities(
      of: reference.description.targets.map { [$0] }, for: reference.prompts)
    var losses = try reference.file.floats("losses")[...]
    let expected = reference.description.targets.map { target in
      defer { losses = losses.dropFirst(target.count) }
      return -losses.prefix(target.count).reduce(0, +)
    }
    expectClose(scores.map { Float($0[0]) }, expected, within: 1e-5)
  }
}
