import Autograd
import CPURuntime
import Models
import Optimizers

/// A prepared training step: loss, gradients, and the optimizer's updates in one program.
final class TrainingStep {
  let program: Program
  let workspaceBytes: Int
  private let prepared: any PreparedProgram
  private let storage: [String: any TensorStorage]
  private let optimizer: any Optimizer

  init(
    _ model: T5, _ store: ParameterStore, _ shape: PackedShape, runtime: any Runtime,
    optimizer: any Optimizer, zLoss: Double, dropout: Double = 0, recomputed: RecomputedBlocks = .none
  ) throws {
    var storage = model.makeStorage(shape, runtime).merging(store.storage) { first, _ in first }
    storage["randomKey"] = runtime.makeStorage(RandomKey.type)
    for name in optimizer.scalarNames + ["lossScale"] { storage[name] = runtime.makeStorage(.float32([])) }
    for parameter in model.parameters {
      for slot in optimizer.slots(for: parameter.name, parameter.shape) {
        storage[slot.name] = runtime.makeStorage(.float32(slot.shape))
      }
    }
    program = ProgramBuilder.record { builder in
      let loss = model.recordLoss(
        builder, shape, dropout: dropout, scale: builder.input("lossScale", .float32([])),
        options: LossOptions(zLoss: zLoss), recomputed: recomputed)
      let scalars = optimizer.recordScalars(builder)
      let variables = loss.parameters.sorted { $0.key < $1.key }
      let gradients = builder.gradients(
        of: loss.objective, withRespectTo: variables.map(\.value))
      for (variable, gradient) in zip(variables, gradients) {
        _ = optimizer.recordUpdate(
          builder, variable.key, variable.value, gradient: gradient, scalars: scalars)
      }
      builder.output("objective", loss.objective)
    }
    self.storage = storage
    self.optimizer = optimizer
    prepared = try runtime.prepare(program, storage: storage)
    workspaceBytes = prepared.workspaceBytes
  }

  /// Makes a step.
  /// - Returns: the objective before it.
  func run(_ batch: TestBatch, step: Int, rate: Float, seed: UInt64 = 0) throws -> Float {
    batch.write(to: storage)
    storage["randomKey"]?.set(RandomKey.elements(seed: seed, step: step))
    storage["lossScale"]?.set([1 / batch.tokenCount])
    for scalar in optimizer.scalars(at: step, learningRate: Double(rate)).all {
      storage[scalar.name]?.set([Float(scalar.value)])
    }
    try prepared.run()
    return prepared.output("objective").floats[0] * batch.tokenCount
  }
}
