import Autograd
import Models
import Optimizers

/// Steps of a small model: every kernel that training has, on sizes that several threads share and with sums of several parts.
struct TrainingTrajectory: Equatable {
  /// The objective before each step.
  private(set) var losses: [Float] = []
  /// All weights after the last step, by name.
  private(set) var weights: [String: [Float]] = [:]

  private static let optimizer = Adafactor()

  init(_ runtime: any Runtime, steps: Int = 20) throws {
    var configuration = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 600)
    configuration.modelDimension = 160
    let model = T5(configuration)
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 7)
    let shape = PackedShape(rows: 4, inputLength: 208, targetLength: 96)
    var storage = model.makeStorage(shape, runtime).merging(store.storage) { first, _ in first }
    storage["randomKey"] = runtime.makeStorage(RandomKey.type)
    for name in Self.optimizer.scalarNames { storage[name] = runtime.makeStorage(.float32([])) }
    for parameter in model.parameters {
      for slot in Self.optimizer.slots(for: parameter.name, parameter.shape) {
        storage[slot.name] = runtime.makeStorage(.float32(slot.shape))
      }
    }
    let prepared = try runtime.prepare(Self.program(model, shape), storage: storage)
    for step in 1...steps {
      Self.fill(storage, shape, step: step)
      storage["randomKey"]?.set(RandomKey.elements(seed: 5, step: step))
      for scalar in Self.optimizer.scalars(at: step, learningRate: 0.01).all {
        storage[scalar.name]?.set([Float(scalar.value)])
      }
      try prepared.run()
      losses.append(prepared.output("objective").floats[0])
    }
    weights = store.storage.mapValues(\.floats)
  }

  private static func program(_ model: T5, _ shape: PackedShape) -> Program {
    ProgramBuilder.record { builder in
      let loss = model.recordLoss(
        builder, shape, dropout: 0.1,
        scale: builder.constant(1 / Float(shape.rows * shape.targetLength), []),
        options: LossOptions(zLoss: 1e-4))
      let scalars = optimizer.recordScalars(builder)
      let variables = loss.parameters.sorted { $0.key < $1.key }
      let gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
      for (variable, gradient) in zip(variables, gradients) {
        _ = optimizer.recordUpdate(
          builder, variable.key, variable.value, gradient: gradient, scalars: scalars)
      }
      builder.output("objective", loss.objective)
    }
  }

  /// Rows of a long and a short segment; targets repeat part of the input, so that there is something to learn.
  private static func fill(_ storage: [String: any TensorStorage], _ shape: PackedShape, step: Int) {
    func numbers(_ length: Int, _ number: (_ row: Int, _ place: Int) -> Int) -> [Int32] {
      (0..<shape.rows).flatMap { row in (0..<length).map { Int32(number(row, $0)) } }
    }
    let token = { (row: Int, place: Int) in 2 + (row * 131 + place * place * 17 + step * 29) % 97 }
    storage[T5.Field.encoderTokens.rawValue]?.set(numbers(shape.inputLength, token))
    storage[T5.Field.encoderSegments.rawValue]?
      .set(numbers(shape.inputLength) { $1 < shape.inputLength * 3 / 4 ? 1 : 2 })
    storage[T5.Field.decoderTargets.rawValue]?.set(numbers(shape.targetLength, token))
    storage[T5.Field.decoderInputs.rawValue]?
      .set(numbers(shape.targetLength) { $1 % (shape.targetLength * 3 / 4) == 0 ? 0 : token($0, $1 - 1) })
    storage[T5.Field.decoderSegments.rawValue]?
      .set(numbers(shape.targetLength) { $1 < shape.targetLength * 3 / 4 ? 1 : 2 })
    storage[T5.Field.targetWeights.rawValue]?
      .set([Float](repeating: 1, count: shape.rows * shape.targetLength))
  }
}
