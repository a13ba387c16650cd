import Autograd
import CPURuntime
import Optimizers
import Testing

/// A chain of square layers, small in activations and large in parameters.
@Suite struct UpdateMemoryTests {
  private static let layers = 12
  private static let width = 128

  private func workspaceBytes(isClipped: Bool) -> Int {
    let runtime = CPURuntime(threads: 1)
    let optimizer = Adafactor()
    let shape: Shape = [Self.width, Self.width]
    let names = (0..<Self.layers).map { "layer.\($0)" }
    var storage: [String: any TensorStorage] = ["x": runtime.makeStorage(.float32([1, Self.width]))]
    for name in optimizer.scalarNames { storage[name] = runtime.makeStorage(.float32([])) }
    for name in names {
      storage[name] = runtime.makeStorage(.float32(shape))
      for slot in optimizer.slots(for: name, shape) {
        storage[slot.name] = runtime.makeStorage(.float32(slot.shape))
      }
    }
    let program = ProgramBuilder.record { builder in
      let weights = names.map { builder.input($0, .float32(shape)) }
      let output = weights.reduce(builder.input("x", .float32([1, Self.width]))) { $0.times($1).rectified() }
      var gradients = builder.gradients(of: (output * output).sum(), withRespectTo: weights)
      if isClipped { gradients = GlobalNormClipping(limit: 1).recordClipping(gradients) }
      let scalars = optimizer.recordScalars(builder)
      for (index, name) in names.enumerated() {
        _ = optimizer.recordUpdate(
          builder, name, weights[index], gradient: gradients[index], scalars: scalars)
      }
    }
    return runtime.prepare(program, storage: storage).workspaceBytes
  }

  @Test func gradientsDieWithTheirUpdates() {
    let gradient = Self.width * Self.width * 4
    // One gradient, and the panels that its product may copy.
    #expect(workspaceBytes(isClipped: false) < 3 * gradient)
    #expect(workspaceBytes(isClipped: true) >= Self.layers * gradient)
  }
}
