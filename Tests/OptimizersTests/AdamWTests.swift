import Autograd
import CPURuntime
import Optimizers
import Testing

@Suite struct AdamWTests {
  @Test func aMomentForEachWeight_twice() {
    let slots = AdamW().slots(for: "w", [3, 5])
    #expect(slots.map(\.name) == ["w/first_moment", "w/second_moment"])
    #expect(slots.map(\.shape) == [[3, 5], [3, 5]])
  }

  /// The first step is the learning rate times the gradient's sign, since the corrected moments are g and g².
  @Test(arguments: [true, false])
  func firstStep(correctsBias: Bool) throws {
    let update = try UpdateUnderTest(
      AdamW(epsilon: 1e-12, correctsBias: correctsBias), [4], runtime: CPURuntime(threads: 1))
    update["p"].set([1, 1, 1, 1] as [Float])
    try update.run(gradient: [2, -3, 1e-4, 0], step: 0, rate: 0.5)
    // Uncorrected, (1 - beta1) g / sqrt((1 - beta2) g²).
    let size: Float = correctsBias ? 0.5 : 0.5 * 0.1 / Float(0.001).squareRoot()
    for (found, sign) in zip(update["p"].floats, [1, -1, 1, 0] as [Float]) {
      #expect(abs(found - (1 - sign * size)) <= 1e-5 * size)
    }
    #expect(abs(update.stepSize[0] - size * Float(0.75).squareRoot()) <= 1e-5 * size)
    #expect(abs(update.gradientSquares[0] - 13) < 1e-5)
  }

  /// Names, shapes, whether norms and biases decay too, and whether this one does.
  private static let decays: [(String, Shape, Bool, Bool)] = [
    ("encoder.block.0.layer.0.SelfAttention.q.weight", [4, 2], false, true),
    ("encoder.block.0.layer.0.layer_norm.weight", [8], false, false),
    ("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", [4, 2], false, false),
    ("encoder.block.0.layer.0.layer_norm.weight", [8], true, true),
    ("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", [4, 2], true, true),
  ]

  /// A step without gradient takes nothing but the decay, of matrices alone unless all are asked for.
  @Test(arguments: decays)
  func decayIsForMatrices(_ name: String, _ shape: Shape, _ all: Bool, _ decays: Bool) throws {
    let optimizer = AdamW(weightDecay: 0.1, decaysNormsAndBiases: all)
    #expect(optimizer.decays(name, shape) == decays)
    let update = try UpdateUnderTest(optimizer, shape, named: name, runtime: CPURuntime(threads: 1))
    update[name].set([Float](repeating: 2, count: 8))
    try update.run(gradient: [Float](repeating: 0, count: 8), step: 0, rate: 0.5)
    let kept: Float = decays ? 2 * (1 - 0.5 * 0.1) : 2
    #expect(update[name].floats.allSatisfy { abs($0 - kept) < 1e-6 })
    #expect(update.stepSize == [0] && update.gradientSquares == [0])
  }

  /// The number of threads leaves no trace in weights, moments and what is told of the step.
  @Test(arguments: [Shape([]), [41], [160, 130], [300, 257]])
  func threadsChangeNoBit(_ shape: Shape) throws {
    func values(_ threads: Int) throws -> [[Float]] {
      let update = try UpdateUnderTest(AdamW(weightDecay: 0.1), shape, runtime: CPURuntime(threads: threads))
      update["p"].set((0..<shape.count).map { Float($0 % 13) - 5 })
      for step in 0..<5 {
        try update.run(
          gradient: (0..<shape.count).map { Float(($0 * 7 + step) % 11) - 4.3 }, step: step, rate: 0.1)
      }
      return ["p", "p/first_moment", "p/second_moment"].map { update[$0].floats }
        + [update.stepSize, update.gradientSquares]
    }
    let expected = try values(1)
    for threads in 2...5 { #expect(try values(threads) == expected, "\(threads) threads") }
  }

  @Test func correctionsFallToOne() {
    let scalars = (0..<10_000).map { AdamW().scalars(at: $0, learningRate: 0.1).all }
    #expect(scalars[0].map(\.name) == ["learningRate", "firstMomentCorrection", "secondMomentCorrection"])
    #expect(abs(scalars[0][1].value - 10) < 1e-9 && abs(scalars[0][2].value - 1000) < 1e-6)
    #expect(scalars.allSatisfy { $0[1].value >= 1 && $0[2].value >= 1 })
    #expect(abs(scalars[9_999][2].value - 1) < 1e-4)
    #expect(AdamW(correctsBias: false).scalars(at: 0, learningRate: 1).all.map(\.value) == [1, 1, 1])
  }
}
