import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Tokens whose mask is zero.
@Suite struct LinearCrossEntropyTests {
  private static func experiment(_ mask: @escaping (Int) -> Bool) -> Experiment {
    var experiment = Experiment([[20, 6], [33, 6], .integers([20], below: 33), .mask(20)]) {
      $0[0].builder.apply(LinearCrossEntropy(), $0)
    }
    experiment.inputs["operand 3"] = (0..<20).map { mask($0) ? 1 : 0 }
    return experiment
  }

  private func output(_ name: String, _ results: [Elements], _ program: Program) -> [Double] {
    results[program.outputs.firstIndex { $0.name == name }!].values
  }

  @Test func maskedTokensGiveZerosAndTakeNoPart() {
    let experiment = Self.experiment { $0 % 3 != 0 }
    let program = experiment.backward
    let results = BoundProgram.run(program, experiment.inputs, threads: 2)
    var changed = experiment.inputs
    for token in 0..<20 where token % 3 == 0 {
      for i in 0..<6 { changed["operand 0"]![token * 6 + i] = 100 }
      changed["operand 2"]![token] = 0
      #expect(output("result 0", results, program)[token] == 0)
      #expect(output("result 1", results, program)[token] == 0)
      #expect(output("gradient 0", results, program)[(token * 6)..<(token * 6 + 6)].allSatisfy { $0 == 0 })
    }
    let again = BoundProgram.run(program, changed, threads: 2)
    for name in ["result 0", "result 1", "gradient 0", "gradient 1"] {
      #expect(output(name, results, program) == output(name, again, program), "\(name)")
    }
  }

  @Test(arguments: [1, 2, 3])
  func maskedTokensEqualTheTokensLeftAlone(threads: Int) {
    let experiment = Self.experiment { $0 % 3 != 0 }
    let kept = (0..<20).filter { $0 % 3 != 0 }
    var few = Experiment([[kept.count, 6], [33, 6], .integers([kept.count], below: 33), .mask(kept.count)]) {
      $0[0].builder.apply(LinearCrossEntropy(), $0)
    }
    func rows(_ values: [Double], _ width: Int) -> [Double] {
      kept.flatMap { values[($0 * width)..<(($0 + 1) * width)] }
    }
    for (name, width) in [
      ("operand 0", 6), ("operand 2", 1), ("operand 3", 1), ("weight 0", 1), ("weight 1", 1),
    ] {
      few.inputs[name] = rows(experiment.inputs[name]!, width)
    }
    few.inputs["operand 1"] = experiment.inputs["operand 1"]
    let all = BoundProgram.run(experiment.backward, experiment.inputs, threads: threads)
    let alone = BoundProgram.run(few.backward, few.inputs, threads: threads)
    for (name, width) in [("result 0", 1), ("result 1", 1), ("gradient 0", 6)] {
      #expect(
        rows(output(name, all, experiment.backward), width) == output(name, alone, few.backward), "\(name)")
    }
    #expect(output("gradient 1", all, experiment.backward) == output("gradient 1", alone, few.backward))
  }

  @Test func nothingButMaskedTokensGiveZeros() {
    let experiment = Self.experiment { _ in false }
    for threads in 1...3 {
      let results = BoundProgram.run(experiment.backward, experiment.inputs, threads: threads)
      for name in ["loss", "result 0", "result 1", "gradient 0", "gradient 1"] {
        #expect(output(name, results, experiment.backward).allSatisfy { $0 == 0 }, "\(name)")
      }
    }
  }

  /// Logits far from zero neither overflow nor vanish.
  @Test func largeLogitsStayExact() {
    var experiment = Experiment(
      [
        .floats([5, 4], in: -30...30), .floats([700, 4], in: -30...30), .integers([5], below: 700), .mask(5),
      ]
    ) { $0[0].builder.apply(LinearCrossEntropy(), $0) }
    experiment.inputs["operand 3"] = [1, 1, 1, 1, 1]
    let expected = experiment.interpret(experiment.forward)
    for threads in 1...3 {
      let actual = BoundProgram.run(experiment.forward, experiment.inputs, threads: threads)
      expectAgreement(
        actual, expected, tolerance: 1e-6, outputs: ["log-sum-exp", "label logit"], "large logits")
    }
  }
}
