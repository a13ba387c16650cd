import Autograd
import CPURuntime
import Models
import Optimizers
import Testing

/// Packed rows against transformers, which knows no packing: it has every example in a padded row of its own.
@Suite struct T5PackedParityTests {
  private let runtime = CPURuntime(threads: 2)

  /// The elements of the places that are not padding.
  private func real(_ values: [Float], _ segments: [Int32]?) throws -> [Float] {
    let segments = try #require(segments)
    let width = values.count / segments.count
    return segments.indices.filter { segments[$0] != 0 }.flatMap { values[($0 * width)..<(($0 + 1) * width)] }
  }

  @Test(arguments: ReferenceModel.names)
  func examplesAreRagged(_ name: String) throws {
    let examples = try ReferenceModel(name).examples
    #expect(examples.count >= 3)
    #expect(Set(examples.map(\.input.count)).count == examples.count)
    #expect(Set(examples.map(\.target.count)).count == examples.count)
    #expect(examples.allSatisfy { $0.input.last == 1 && $0.target.last == 1 })
  }

  @Test(arguments: ReferenceModel.names, PackedArrangement.allCases)
  func encoderAndLogitsAreThoseOfTransformers(_ name: String, _ arrangement: PackedArrangement) throws {
    let reference = try ReferenceModel(name)
    let (batch, shape) = (reference.packed(arrangement), reference.batch.shape)
    let program = try LogitsProgram(
      reference.model, try reference.makeStore(runtime), batch.shape, runtime: runtime)
    let (encoded, logits) = try program.run(batch)
    try reference.expectReference(
      try real(encoded, batch.integers[.encoderSegments]), "encoded",
      try reference.values("encoded", of: \.input, length: shape.inputLength, arrangement))
    try reference.expectReference(
      try real(logits, batch.integers[.decoderSegments]), "logits",
      try reference.values("logits", of: \.target, length: shape.targetLength, arrangement))
  }

  @Test(arguments: ReferenceModel.names, PackedArrangement.allCases)
  func lossAndEveryGradientAreThoseOfTransformers(_ name: String, _ arrangement: PackedArrangement) throws {
    let reference = try ReferenceModel(name)
    let batch = reference.packed(arrangement)
    let values = try LossProgram(
      reference.model, try reference.makeStore(runtime), batch.shape, runtime: runtime, withGradients: true
    ).run(batch)
    try reference.expectReference(
      [values.objective, values.crossEntropy], "loss",
      [Float](repeating: Float(reference.description.loss), count: 2))
    let length = reference.batch.shape.targetLength
    try reference.expectReference(
      try real(values.tokens, batch.integers[.decoderSegments]), "tokenCrossEntropy",
      try reference.values("tokenCrossEntropy", of: \.target, length: length, arrangement))
    for parameter in reference.model.parameters {
      try reference.expectReference(
        try #require(values.gradients[parameter.name]), "gradients/\(parameter.name)")
    }
  }

  @Test(arguments: ReferenceModel.names, [PackedArrangement.oneRow, .twoRows, .withEmptyRows])
  func tenStepsGiveTheWeightsOfTheReference(_ name: String, _ arrangement: PackedArrangement) throws {
    let reference = try ReferenceModel(name)
    let (batch, training) = (reference.packed(arrangement), reference.description.training)
    let store = try reference.makeStore(runtime)
    let step = try TrainingStep(
      reference.model, store, batch.shape, runtime: runtime,
      optimizer: Adafactor(minimumDimensionToFactor: training.minimumDimensionToFactor),
      zLoss: training.zLoss)
    #expect(training.losses["trainedWithZLoss"]?.count == 10)
    for index in 0..<10 {
      try reference.expectLoss(
        try step.run(batch, step: index, rate: training.rate), "trainedWithZLoss", step: index)
    }
    for parameter in reference.model.parameters {
      try reference.expectReference(store[parameter.name].floats, "trainedWithZLoss/\(parameter.name)")
    }
  }
}
