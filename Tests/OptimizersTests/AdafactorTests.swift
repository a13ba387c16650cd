import Autograd
import CPURuntime
import Foundation
import Optimizers
import Testing

@Suite struct AdafactorTests {
  private let runtime = CPURuntime(threads: 2)

  /// The known answer of t5x's own test (t5x/adafactor_test.py): a 3 x 2 matrix of ones, at step 1.
  @Test func knownAnswerOfT5X() throws {
    let optimizer = Adafactor(minimumDimensionToFactor: 0)
    let update = try UpdateUnderTest(optimizer, [3, 2], runtime: runtime)
    update["p"].set([Float](repeating: 1, count: 6))
    update["p/second_moment_rows"].set([Float](repeating: 0.1, count: 3))
    update["p/second_moment_columns"].set([Float](repeating: 0.9, count: 2))
    try update.run(gradient: [Float](repeating: 1, count: 6), step: 1, rate: 0.1)
    func expectAll(_ values: [Float], _ expected: Float) {
      #expect(values.allSatisfy { abs($0 - expected) < 1e-6 }, "\(values)")
    }
    expectAll(update["p"].floats, 0.9)
    expectAll(update["p/second_moment_columns"].floats, 0.957_434_9)
    expectAll(update["p/second_moment_rows"].floats, 0.616_914_3)
    expectAll(update.stepSize, 0.1)
    expectAll(update.gradientSquares, 6)
  }

  @Test(arguments: 0..<AdafactorReference.count, [1, 2])
  func updatesAreThoseOfTheReference(_ index: Int, _ threads: Int) throws {
    let reference = try AdafactorReference()
    let (optimizer, shape) = try reference.case(index)
    let update = try UpdateUnderTest(optimizer, shape, runtime: CPURuntime(threads: threads))
    update["p"].set(try reference.floats("\(index)/parameter"))
    let gradients = try reference.floats("\(index)/gradients")
    for step in 0..<reference.steps {
      let gradient = Array(gradients[(step * shape.count)..<((step + 1) * shape.count)])
      let before = update["p"].floats
      try update.run(gradient: gradient, step: step, rate: reference.rate)
      let squares = gradient.reduce(0) { $0 + Double($1) * Double($1) }
      #expect(abs(Double(update.gradientSquares[0]) - squares) < 1e-5 * squares)
      if optimizer.constants.weightDecay == 0 {
        let moved = zip(before, update["p"].floats).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
        let size = (moved / Double(shape.count)).squareRoot()
        #expect(abs(Double(update.stepSize[0]) - size) < 1e-3 * size)
      }
    }
    let names = ["result": "p"].merging(
      optimizer.slots(for: "p", shape).map { (String($0.name.dropFirst(2)), $0.name) }
    ) { first, _ in first }
    for (kind, name) in names.sorted(by: { $0.key < $1.key }) {
      let expected = try reference.floats("\(index)/\(kind)")
      let size = expected.map(abs).max() ?? 0
      #expect(zip(update[name].floats, expected).allSatisfy { abs($0 - $1) <= 3e-6 * size }, "\(name)")
    }
  }

  @Test func decayStartsAtZeroAndGrows() {
    let optimizer = Adafactor()
    #expect(optimizer.secondMomentDecay(at: 0) == 0)
    #expect(abs(optimizer.secondMomentDecay(at: 1) - (1 - 0.574_349_177)) < 1e-8)
    #expect(abs(1 - optimizer.secondMomentDecay(at: 1_100_000) - 1.47e-5) < 1e-7)
    #expect(Adafactor(stepOffset: 100).secondMomentDecay(at: 100) == 0)
    let decays = (0..<1000).map(optimizer.secondMomentDecay)
    #expect(zip(decays, decays.dropFirst()).allSatisfy { $0 < $1 })
  }

  private static let factored: [(Shape, Bool)] = [
    ([127, 512], false), ([128, 128], true), ([32_128, 512], true), ([512, 100], false), ([512], false),
    ([], false),
  ]

  @Test(arguments: factored)
  func matricesAreFactoredFrom128(_ shape: Shape, _ isFactored: Bool) {
    let slots = Adafactor().slots(for: "w", shape)
    #expect(Adafactor().isFactored(shape) == isFactored)
    #expect(slots.map(\.shape) == (isFactored ? [[shape[0]], [shape[1]]] : [shape]))
    #expect(
      slots.map(\.name)
        == (isFactored ? ["w/second_moment_rows", "w/second_moment_columns"] : ["w/second_moment"]))
  }

  @Test func momentumKeepsAMomentForEachWeight() {
    let optimizer = Adafactor(constants: AdafactorConstants(momentum: 0.9))
    for (shape, names) in [
      (Shape([128, 200]), ["second_moment_rows", "second_moment_columns", "first_moment"]),
      ([9], ["second_moment", "first_moment"]),
    ] {
      let slots = optimizer.slots(for: "w", shape)
      #expect(slots.map(\.name) == names.map { "w/\($0)" } && slots.last?.shape == shape)
    }
  }

  /// What is told of the size of the step is the size of what was taken off.
  @Test(arguments: [Shape([160, 130]), [41]], [1, 2])
  func momentumTellsTheStepTaken(_ shape: Shape, _ threads: Int) throws {
    let update = try UpdateUnderTest(
      Adafactor(constants: AdafactorConstants(momentum: 0.9)), shape, runtime: CPURuntime(threads: threads))
    update["p"].set((0..<shape.count).map { Float($0 % 13) - 5 })
    for step in 0..<4 {
      let before = update["p"].floats
      try update.run(
        gradient: (0..<shape.count).map { Float(($0 * 7 + step) % 11) - 4 }, step: step, rate: 0.1)
      let moved = zip(before, update["p"].floats).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
      let size = (moved / Double(shape.count)).squareRoot()
      #expect(abs(Double(update.stepSize[0]) - size) < 1e-3 * size)
    }
  }

  @Test(arguments: [Shape([150, 140]), [30, 7]])
  func zeroGradientMovesNothing(_ shape: Shape) throws {
    let update = try UpdateUnderTest(Adafactor(), shape, runtime: runtime)
    let values = (0..<shape.count).map { Float($0 % 17) - 8 }
    update["p"].set(values)
    for step in 0..<3 {
      try update.run(gradient: [Float](repeating: 0, count: shape.count), step: step, rate: 1)
    }
    #expect(update["p"].floats == values)
    #expect(update.stepSize == [0] && update.gradientSquares == [0])
  }

  @Test(arguments: [Shape([160, 130]), [41]])
  func updatesAreTheSameFromRunToRun(_ shape: Shape) throws {
    func values() throws -> [Float] {
      let update = try UpdateUnderTest(Adafactor(), shape, runtime: CPURuntime(threads: 2))
      update["p"].set((0..<shape.count).map { Float($0 % 13) - 5 })
      for step in 0..<5 {
        try update.run(
          gradient: (0..<shape.count).map { Float(($0 * 7 + step) % 11) - 4 }, step: step, rate: 0.1)
      }
      return update["p"].floats
    }
    #expect(try values() == values())
  }
}
