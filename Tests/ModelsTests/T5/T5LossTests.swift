import Autograd
import CPURuntime
import Foundation
import Models
import Testing

/// The model against transformers (Tests/References/models.py).
@Suite struct T5LossTests {
  private let runtime = CPURuntime(threads: 2)

  /// The elements of the places that are not padding.
  private func real(_ values: [Float], _ segments: [Int32]?) throws -> [Float] {
    let segments = try #require(segments)
    let width = values.count / segments.count
    return segments.indices.filter { segments[$0] != 0 }.flatMap { values[($0 * width)..<(($0 + 1) * width)] }
  }

  @Test(arguments: ReferenceModel.names)
  func encoderAndLogitsAreThoseOfTransformers(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let batch = reference.batch
    let program = try LogitsProgram(
      reference.model, try reference.makeStore(runtime), batch.shape, runtime: runtime)
    let (encoded, logits) = try program.run(batch)
    let (inputs, targets) = (batch.integers[.encoderSegments], batch.integers[.decoderSegments])
    try reference.expectReference(
      try real(encoded, inputs), "encoded", try real(reference.file.floats("encoded"), inputs))
    try reference.expectReference(
      try real(logits, targets), "logits", try real(reference.file.floats("logits"), targets))
  }

  @Test(arguments: ReferenceModel.names)
  func lossAndEveryGradientAreThoseOfTransformers(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let program = try LossProgram(
      reference.model, try reference.makeStore(runtime), reference.batch.shape, runtime: runtime,
      withGradients: true)
    let values = try program.run(reference.batch)
    try reference.expectReference(
      [values.objective, values.crossEntropy], "loss",
      [Float](repeating: Float(reference.description.loss), count: 2))
    try reference.expectReference(values.tokens, "tokenCrossEntropy")
    #expect(values.gradients.count == reference.model.parameters.count)
    for parameter in reference.model.parameters {
      let gradient = try #require(values.gradients[parameter.name])
      try reference.expectReference(gradient, "gradients/\(parameter.name)")
    }
  }

  @Test(arguments: ReferenceModel.names, [0, 1e-4, 0.01])
  func zLossAddsTheSquaredLogSumExp(_ name: String, _ zLoss: Double) throws {
    let reference = try ReferenceModel(name)
    let program = try LossProgram(
      reference.model, try reference.makeStore(runtime), reference.batch.shape, runtime: runtime,
      options: LossOptions(zLoss: zLoss))
    let values = try program.run(reference.batch)
    let expected = reference.description.loss + zLoss * reference.description.squaredLogSumExp
    expectClose([values.objective], [Float(expected)], within: 1e-6)
    expectClose([values.crossEntropy], [Float(reference.description.loss)], within: 1e-6)
    #expect((values.zLoss == nil) == (zLoss == 0))
    expectClose(
      [values.zLoss ?? 0], [Float(zLoss * reference.description.squaredLogSumExp)], within: 1e-6)
  }

  @Test(arguments: ReferenceModel.names, [0.1, 0.5])
  func labelSmoothingIsThatOfItsDefinition(_ name: String, _ smoothing: Double) throws {
    let reference = try ReferenceModel(name)
    let batch = reference.batch
    let program = try LossProgram(
      reference.model, try reference.makeStore(runtime), batch.shape, runtime: runtime,
      options: LossOptions(zLoss: 0, labelSmoothing: smoothing))
    let logits = try reference.file.floats("logits").map(Double.init)
    let targets = try #require(batch.integers[.decoderTargets])
    let classes = reference.model.configuration.vocabularySize
    var expected = 0.0
    for (token, label) in targets.enumerated() where batch.weights[token] != 0 {
      let row = logits[(token * classes)..<((token + 1) * classes)]
      let logSumExp = log(row.reduce(0) { $0 + exp($1) })
      for (id, logit) in row.enumerated() {
        let share = id == Int(label) ? 1 - smoothing : smoothing / Double(classes - 1)
        expected -= share * (logit - logSumExp)
      }
    }
    let values = try program.run(batch)
    expectClose([values.objective], [Float(expected)], within: 1e-5)
    expectClose([values.crossEntropy], [Float(reference.description.loss)], within: 1e-6)
  }

  @Test(arguments: ReferenceModel.names)
  func smoothedGradientIsThatOfFiniteDifferences(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let store = try reference.makeStore(runtime)
    let program = try LossProgram(
      reference.model, store, reference.batch.shape, runtime: runtime,
      options: LossOptions(zLoss: 0.01, labelSmoothing: 0.2), withGradients: true)
    let gradients = try program.run(reference.batch).gradients
    for parameter in reference.model.parameters {
      let gradient = try #require(gradients[parameter.name])
      let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let values = store[parameter.name].floats
      // Along the gradient itself the loss changes by the step times the gradient's norm.
      let step = 3e-4 * values.map(abs).reduce(0, max)
      func loss(_ sign: Float) throws -> Float {
        store[parameter.name].set(zip(values, gradient).map { $0 + sign * step * $1 / norm })
        return try program.run(reference.batch).objective
      }
      let slope = try (loss(1) - loss(-1)) / (2 * step)
      store[parameter.name].set(values)
      #expect(abs(slope - norm) < 0.05 * norm + 0.05, "\(parameter.name): \(slope) against \(norm)")
    }
  }

  @Test(arguments: ReferenceModel.names, [1, 3])
  func threadsChangeNothingButRounding(_ name: String, _ threads: Int) throws {
    let reference = try ReferenceModel(name)
    func values(_ runtime: CPURuntime) throws -> LossProgram.Values {
      try LossProgram(
        reference.model, try reference.makeStore(runtime), reference.batch.shape, runtime: runtime,
        withGradients: true
      ).run(reference.batch)
    }
    let (ours, expected) = (try values(CPURuntime(threads: threads)), try values(runtime))
    expectClose(ours.tokens, expected.tokens, within: 1e-5)
    for name in expected.gradients.keys.sorted() {
      expectClose(
        try #require(ours.gradients[name]), try #require(expected.gradients[name]), within: 1e-4, "\(name)")
    }
  }
}
