import Autograd
import CPURuntime
import Models
import Testing

/// A model with an adapter is the model whose weights have the adapter's products added.
@Suite struct AdaptedModelTests {
  private let runtime = CPURuntime(threads: 2)
  private let batch = TestBatch(
    [
      [TestExample(input: [5, 9, 33, 1], target: [7, 8, 1]), TestExample(input: [6, 1], target: [2, 1])],
      [TestExample(input: [11, 12, 13, 14, 15, 16, 1], target: [3, 4, 5, 6, 1])],
    ], inputLength: 8, targetLength: 6)

  private func model(_ targets: (String) -> Bool) -> AdaptedModel {
    let base = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64))
    return AdaptedModel(
      base, LowRankAdapter(rank: 3, alpha: 6, targets: base.linearWeights.filter(targets)))
  }

  /// Random weights, B among them, and the same model with the products added.
  private func stores(_ model: AdaptedModel) -> (adapted: ParameterStore, merged: ParameterStore) {
    let adapted = ParameterStore(model.parameters, runtime: runtime)
    adapted.initialize(seed: 5)
    for target in model.adapter.targets {
      let up = adapted[LowRankAdapter.up(target)]
      #expect(up.floats.allSatisfy { $0 == 0 })
      up.withMutableBytes {
        Initializer.normal(standardDeviation: 0.1).fill($0.bindMemory(to: Float.self), seed: 9, name: target)
      }
    }
    let merged = ParameterStore(model.base.parameters, runtime: runtime)
    for parameter in model.base.parameters {
      var values = adapted[parameter.name].floats
      if model.adapter.targets.contains(parameter.name) {
        let down = adapted[LowRankAdapter.down(parameter.name)].floats
        let up = adapted[LowRankAdapter.up(parameter.name)].floats
        values.withUnsafeMutableBufferPointer { model.adapter.merge(into: $0, down: down, up: up) }
      }
      merged[parameter.name].set(values)
    }
    return (adapted, merged)
  }

  private static let choices: [@Sendable (String) -> Bool] = [
    { $0.hasSuffix(".q.weight") || $0.hasSuffix(".v.weight") }, { _ in true },
    { $0.hasPrefix("decoder.") && $0.contains("DenseReluDense") },
  ]

  @Test(arguments: choices.indices)
  func lossAndAnswersAreThoseOfTheMergedModel(_ index: Int) throws {
    let model = model(Self.choices[index])
    let (adapted, merged) = stores(model)
    func loss(_ model: any LanguageModel, _ store: ParameterStore) throws -> Float {
      let program = ProgramBuilder.record { builder in
        builder.output("loss", model.recordLoss(builder, batch.shape, dropout: 0).objective)
      }
      let storage = model.makeStorage(batch.shape, runtime).merging(store.storage) { first, _ in first }
      batch.write(to: storage)
      let prepared = runtime.prepare(program, storage: storage)
      try prepared.run()
      return prepared.output("loss").floats[0]
    }
    let (own, other) = (try loss(model, adapted), try loss(model.base, merged))
    #expect(abs(own - other) < 1e-5 * abs(other), "\(own) \(other)")
    func answers(_ model: any LanguageModel, _ store: ParameterStore) throws -> [[Hypothesis]]? {
      try SequenceGenerator(model, store, runtime: runtime, batch: 2, candidates: 64, endIDs: [1]).generate(
        [[5, 9, 33, 1], [6, 1]], GenerationOptions(strategy: .beams(count: 2), maximumTokens: 6))
    }
    let (made, expected) = (
      try #require(try answers(model, adapted)), try #require(try answers(model.base, merged))
    )
    for (a, b) in zip(made.joined(), expected.joined()) {
      #expect(a.tokens == b.tokens)
      #expect(abs((a.logProbability ?? .nan) - (b.logProbability ?? .nan)) < 1e-4)
    }
  }

  /// The base's gradients are not computed: a pass costs less than two thirds of one with all of them.
  @Test func frozenWeightsTakeNoTime() {
    let model = model(Self.choices[0])
    func operations(_ model: any LanguageModel, _ trained: [ParameterSpecification]) -> Int {
      let names = Set(trained.map(\.name))
      let frozen = Set(model.parameters.map(\.name)).subtracting(names)
      return ProgramBuilder.record { builder in
        let loss = model.recordLoss(builder, batch.shape, dropout: 0, frozen: frozen)
        let variables = trained.compactMap { loss.parameters[$0.name] }
        #expect(variables.count == trained.count)
        let gradients = builder.gradients(of: loss.objective, withRespectTo: variables)
        for (parameter, gradient) in zip(trained, gradients) { builder.output(parameter.name, gradient) }
      }.cost.floatingPointOperations
    }
    let all = operations(model.base, model.base.parameters)
    #expect(operations(model, model.adapterParameters) < all * 3 / 4)
  }

  @Test func dropoutIsOfTheAdapterAlone_andDrawnAnewEachStep() throws {
    var model = model(Self.choices[1])
    var adapter = model.adapter
    adapter.dropout = 0.5
    model = AdaptedModel(model.base, adapter)
    let (adapted, _) = stores(model)
    let program = ProgramBuilder.record { builder in
      builder.output("loss", model.recordLoss(builder, batch.shape, dropout: 0).objective)
    }
    var storage = model.makeStorage(batch.shape, runtime).merging(adapted.storage) { first, _ in first }
    let key = runtime.makeStorage(RandomKey.type)
    storage["randomKey"] = key
    batch.write(to: storage)
    let prepared = runtime.prepare(program, storage: storage)
    func loss(_ step: Int) throws -> Float {
      key.set(RandomKey.elements(seed: 1, step: step))
      try prepared.run()
      return prepared.output("loss").floats[0]
    }
    let losses = try [1, 1, 2].map(loss)
    #expect(losses[0] == losses[1] && losses[0] != losses[2])
  }
}
