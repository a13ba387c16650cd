import Autograd
import CPURuntime
import Optimizers

/// A program that makes one update of a parameter, `p` where it has no other name.
final class UpdateUnderTest {
  private let prepared: any PreparedProgram
  private let storage: [String: any TensorStorage]
  private let optimizer: any Optimizer

  init(
    _ optimizer: any Optimizer, _ shape: Shape, named name: String = "p", runtime: any Runtime
  ) throws {
    self.optimizer = optimizer
    var storage = [name: runtime.makeStorage(.float32(shape)), "g": runtime.makeStorage(.float32(shape))]
    for slot in optimizer.slots(for: name, shape) {
      storage[slot.name] = runtime.makeStorage(.float32(slot.shape))
    }
    for scalar in optimizer.scalarNames { storage[scalar] = runtime.makeStorage(.float32([])) }
    self.storage = storage
    let program = ProgramBuilder.record { builder in
      let update = optimizer.recordUpdate(
        builder, name, builder.input(name, .float32(shape)), gradient: builder.input("g", .float32(shape)),
        scalars: optimizer.recordScalars(builder))
      builder.output("stepSize", update.stepSize)
      builder.output("gradientSquares", update.gradientSquares)
    }
    prepared = try runtime.prepare(program, storage: storage)
  }

  subscript(name: String) -> any TensorStorage {
    guard let storage = storage[name] else { preconditionFailure("no '\(name)'") }
    return storage
  }

  var stepSize: [Float] { prepared.output("stepSize").floats }
  var gradientSquares: [Float] { prepared.output("gradientSquares").floats }

  func run(gradient: [Float], step: Int, rate: Float) throws {
    self["g"].set(gradient)
    for scalar in optimizer.scalars(at: step, learningRate: Double(rate)).all {
      self[scalar.name].set([Float(scalar.value)])
    }
    try prepared.run()
  }
}
