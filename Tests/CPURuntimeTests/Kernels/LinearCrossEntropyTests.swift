import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Tokens that do not count, and logits far from zero.
@Suite struct LinearCrossEntropyTests {
  /// Results that have a row for each token, and their widths: log-sum-exp, label logit and the hidden states' gradient.
  private static let rows = [("result 1", 1), ("result 2", 1), ("result 3", 6)]
  private static let all = [
    "result 0", "result 1", "result 2", "result 3", "result 4", "gradient 0", "gradient 1",
  ]

  /// The objective of tokens that weigh `weight(token)`, with its gradients.
  private static func experiment(tokens: Int = 20, _ weight: @escaping (Int) -> Double) -> Experiment {
    var experiment = Experiment(
      [[tokens, 6], [33, 6], .integers([tokens], below: 33), .mask(tokens)], lossResults: 1
    ) {
      $0[0].builder.apply(LinearCrossEntropyObjective(labelFactor: 0.9, zLoss: 0.1), $0)
    }
    experiment.inputs["operand 3"] = (0..<tokens).map(weight)
    return experiment
  }

  private func output(_ name: String, _ results: [Elements], _ program: Program) -> [Double] {
    results[program.outputs.firstIndex { $0.name == name }!].values
  }

  @Test func maskedTokensGiveZerosAndTakeNoPart() throws {
    let experiment = Self.experiment { $0 % 3 != 0 ? 0.5 : 0 }
    let program = experiment.backward
    let results = try BoundProgram.run(program, experiment.inputs, threads: 2)
    var changed = experiment.inputs
    for token in 0..<20 where token % 3 == 0 {
      for i in 0..<6 { changed["operand 0"]![token * 6 + i] = 100 }
      changed["operand 2"]![token] = 0
      for (name, width) in Self.rows {
        let row = output(name, results, program)[(token * width)..<(token * width + width)]
        #expect(row.allSatisfy { $0 == 0 })
      }
    }
    let again = try BoundProgram.run(program, changed, threads: 2)
    for name in Self.all {
      #expect(output(name, results, program) == output(name, again, program), "\(name)")
    }
  }

  @Test(arguments: [1, 2, 3])
  func maskedTokensEqualTheTokensLeftAlone(threads: Int) throws {
    let experiment = Self.experiment { $0 % 3 != 0 ? 1 : 0 }
    let kept = (0..<20).filter { $0 % 3 != 0 }
    var few = Self.experiment(tokens: kept.count) { _ in 1 }
    func rows(_ values: [Double], _ width: Int) -> [Double] {
      kept.flatMap { values[($0 * width)..<(($0 + 1) * width)] }
    }
    for (name, width) in [("operand 0", 6), ("operand 2", 1)] {
      few.inputs[name] = rows(experiment.inputs[name]!, width)
    }
    for name in ["operand 1", "weight 0"] { few.inputs[name] = experiment.inputs[name] }
    let all = try BoundProgram.run(experiment.backward, experiment.inputs, threads: threads)
    let alone = try BoundProgram.run(few.backward, few.inputs, threads: threads)
    for (name, width) in Self.rows {
      #expect(
        rows(output(name, all, experiment.backward), width) == output(name, alone, few.backward), "\(name)")
    }
    for name in ["result 0", "result 4", "gradient 1"] {
      #expect(output(name, all, experiment.backward) == output(name, alone, few.backward), "\(name)")
    }
  }

  @Test func nothingButMaskedTokensGiveZeros() throws {
    let experiment = Self.experiment { _ in 0 }
    for threads in 1...3 {
      let results = try BoundProgram.run(experiment.backward, experiment.inputs, threads: threads)
      for name in Self.all + ["loss"] {
        #expect(output(name, results, experiment.backward).allSatisfy { $0 == 0 }, "\(name)")
      }
    }
  }

  /// The same bits whoever makes which tile.
  @Test func threadsLeaveNoTrace() throws {
    var experiment = Experiment(
      [[600, 9], [1200, 9], .integers([600], below: 1200), .mask(600)], lossResults: 1
    ) { $0[0].builder.apply(LinearCrossEntropyObjective(), $0) }
    experiment.inputs["operand 3"] = (0..<600).map { Double($0 % 4) }
    func values(_ threads: Int) throws -> [[Double]] {
      try BoundProgram.run(experiment.backward, experiment.inputs, threads: threads).map(\.values)
    }
    let one = try values(1)
    for threads in 2...4 { #expect(try one == values(threads)) }
  }

  /// Logits far from zero neither overflow nor vanish.
  @Test(arguments: [false, true])
  func largeLogitsStayExact(withGradients: Bool) throws {
    var experiment = Experiment(
      [
        .floats([5, 4], in: -30...30), .floats([700, 4], in: -30...30), .integers([5], below: 700), .mask(5),
      ], lossResults: withGradients ? 1 : 0
    ) {
      withGradients
        ? $0[0].builder.apply(LinearCrossEntropyObjective(), $0)
        : $0[0].builder.apply(LinearCrossEntropy(), $0)
    }
    experiment.inputs["operand 3"] = [1, 1, 1, 1, 1]
    let expected = experiment.interpret(experiment.forward)
    for threads in 1...3 {
      let actual = try BoundProgram.run(experiment.forward, experiment.inputs, threads: threads)
      expectAgreement(
        actual, expected, tolerance: withGradients ? 1e-4 : 1e-6,
        outputs: experiment.forward.outputs.map(\.name), "large logits")
    }
  }
}
