import Autograd
import CPURuntime
import Optimizers
import Testing

@Suite struct GlobalNormClippingTests {
  private let runtime = CPURuntime(threads: 2)

  private func clip(_ gradients: [[Float]], _ shapes: [Shape], limit: Double) throws -> [[Float]] {
    var storage: [String: any TensorStorage] = [:]
    for (index, shape) in shapes.enumerated() {
      storage["\(index)"] = runtime.makeStorage(.float32(shape))
      storage["\(index)"]?.set(gradients[index])
    }
    let program = ProgramBuilder.record { builder in
      let inputs = shapes.enumerated().map { builder.input("\($0.offset)", .float32($0.element)) }
      let clipped = GlobalNormClipping(limit: limit).recordClipping(inputs)
      for (index, gradient) in clipped.enumerated() { builder.output("\(index)", gradient) }
    }
    let prepared = runtime.prepare(program, storage: storage)
    try prepared.run()
    return shapes.indices.map { prepared.output("\($0)").floats }
  }

  /// 3-4-12 gives the norm 13.
  private static let gradients: [[Float]] = [[3, 0, 0, -4], [12], [0, 0]]
  private static let shapes: [Shape] = [[2, 2], [], [2]]

  @Test(arguments: [13, 13.1, 100])
  func normsUpToTheLimitAreLeftAlone(_ limit: Double) throws {
    #expect(try clip(Self.gradients, Self.shapes, limit: limit) == Self.gradients)
  }

  @Test(arguments: [6.5, 1, 1e-3])
  func largerNormsBecomeTheLimit(_ limit: Double) throws {
    let clipped = try clip(Self.gradients, Self.shapes, limit: limit)
    let scale = Float(limit / 13)
    for (ours, original) in zip(clipped.joined(), Self.gradients.joined()) {
      #expect(abs(ours - scale * original) <= 1e-6 * abs(scale * original))
    }
  }

  @Test func zeroGradientsStayZero() throws {
    let zeros: [[Float]] = [[0, 0, 0, 0], [0], [0, 0]]
    #expect(try clip(zeros, Self.shapes, limit: 1) == zeros)
  }

  @Test func noGradientsAreNoGradients() {
    #expect(GlobalNormClipping(limit: 1).recordClipping([]).isEmpty)
  }
}
