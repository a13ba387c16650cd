import Autograd
import CPURuntime
import Testing

@testable import Models

@Suite struct T5DropoutTests {
  private let runtime = CPURuntime(threads: 2)

  private func makeProgram(_ reference: ReferenceModel, dropout: Double) throws -> LossProgram {
    try LossProgram(
      reference.model, try reference.makeStore(runtime), reference.batch.shape, runtime: runtime,
      dropout: dropout)
  }

  @Test(arguments: ReferenceModel.names)
  func lossIsAFunctionOfSeedAndStep(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let (program, again) = (
      try makeProgram(reference, dropout: 0.1), try makeProgram(reference, dropout: 0.1)
    )
    let keys: [(UInt64, Int)] = [(0, 0), (0, 1), (1, 0), (1, 1), (1 << 32, 0), (7, 1000)]
    let values = try keys.map { try program.run(reference.batch, seed: $0.0, step: $0.1).tokens }
    #expect(Set(values).count == keys.count)
    for (key, tokens) in zip(keys, values).reversed() {
      #expect(try again.run(reference.batch, seed: key.0, step: key.1).tokens == tokens)
    }
  }

  @Test(arguments: ReferenceModel.names)
  func rateZeroIsNone(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let program = try makeProgram(reference, dropout: 0)
    #expect(program.program.input(named: "randomKey") == nil)
    #expect(!program.program.description.contains("dropout("))
    let (a, b) = (try program.run(reference.batch, step: 0), try program.run(reference.batch, step: 1))
    #expect(a.tokens == b.tokens)
    // With a rate near zero nearly every mask drops nothing.
    let nearly = try makeProgram(reference, dropout: 1e-9).run(reference.batch)
    expectClose(nearly.tokens, a.tokens, within: 1e-5)
  }

  @Test(arguments: ReferenceModel.names)
  func lossIsRoughlyKept(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let exact = try makeProgram(reference, dropout: 0).run(reference.batch).objective
    let program = try makeProgram(reference, dropout: 0.02)
    let steps = 64
    let mean =
      try (0..<steps).map { try program.run(reference.batch, step: $0).objective }.reduce(0, +) / Float(steps)
    #expect(abs(mean - exact) < 0.1 * exact)
  }

  /// Every dropout of t5x: embeddings, the ends of both branches, inside the feed-forward layers, after both
  /// stacks. The last of the encoder alone has a mask of its own for every position. Attention drops inside its
  /// operation.
  @Test(arguments: ReferenceModel.names)
  func dropoutsAreThoseOfT5X(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let configuration = reference.model.configuration
    let instructions = try makeProgram(reference, dropout: 0.1).program.instructions
    let dropouts = instructions.compactMap { $0.operation as? Dropout }
    let attentions = instructions.compactMap { $0.operation as? Attention }
    #expect(dropouts.count == 4 + 3 * configuration.encoderLayers + 4 * configuration.decoderLayers)
    #expect(attentions.count == configuration.encoderLayers + 2 * configuration.decoderLayers)
    #expect(dropouts.filter { $0.sharedAxes.isEmpty }.count == 1)
    #expect(dropouts.allSatisfy { $0.sharedAxes.isEmpty || $0.sharedAxes == [1] })
    #expect(dropouts.allSatisfy { $0.rate == 0.1 } && attentions.allSatisfy { $0.dropoutRate == 0.1 })
    let streams = dropouts.map(\.stream) + attentions.map(\.dropoutStream)
    #expect(Set(streams).count == streams.count)
  }

  @Test(arguments: [true, false])
  func masksAreSharedOverLengthAlone(_ isShared: Bool) throws {
    let shape: Shape = [3, 7, 40]
    let key = runtime.makeStorage(RandomKey.type)
    let program = ProgramBuilder.record { builder in
      let context = DropoutContext(rate: 0.25, key: builder.input("key", RandomKey.type))
      let ones = builder.constant(1, shape)
      builder.output("first", context(ones, sharedOverLength: isShared))
      builder.output("second", context(ones, sharedOverLength: isShared))
    }
    let prepared = runtime.prepare(program, storage: ["key": key])
    key.set(RandomKey.elements(seed: 4, step: 2))
    try prepared.run()
    let (first, second) = (prepared.output("first").floats, prepared.output("second").floats)
    #expect(first != second)
    #expect(Set(first) == [0, 1 / Float(0.75)])
    let rows = stride(from: 0, to: first.count, by: 40).map { Array(first[$0..<($0 + 40)]) }
    #expect(Set(rows).count == (isShared ? 3 : 21))
    for row in 0..<3 where isShared { #expect(Set(rows[(row * 7)..<(row * 7 + 7)]).count == 1) }
  }

  @Test func meanOfMasksIsOne() throws {
    let shape: Shape = [8, 1, 4096]
    let key = runtime.makeStorage(RandomKey.type)
    let program = ProgramBuilder.record { builder in
      let context = DropoutContext(rate: 0.3, key: builder.input("key", RandomKey.type))
      builder.output("mean", context(builder.constant(1, shape)).mean())
    }
    let prepared = runtime.prepare(program, storage: ["key": key])
    for step in 0..<4 {
      key.set(RandomKey.elements(seed: 11, step: step))
      try prepared.run()
      // Five standard deviations of the mean of 32,768 draws.
      #expect(abs(prepared.output("mean").floats[0] - 1) < 0.018)
    }
  }
}
