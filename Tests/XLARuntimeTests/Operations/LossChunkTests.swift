import Autograd
import AutogradTestSupport
import Testing

@testable import XLARuntime

/// Losses over a vocabulary whose logits are made a chunk of tokens after the other.
@Suite(.needsPlugIn) struct LossChunkTests {
  /// Bytes of logits: one token's at a time, three tokens' of the eleven, all but one's.
  @Test(arguments: [1, 3 * 7 * 4, 10 * 7 * 4], [true, false])
  func chunksAreTheWhole(_ logitBytes: Int, _ differentiatesWeight: Bool) throws {
    let operands: [Operand] = [
      .floats([11, 5], in: -2...2), .floats([7, 5]), .integers([11], below: 7), .mask(11),
    ]
    let experiment = Experiment(operands, lossResults: 0) { x in
      let objective = LinearCrossEntropyObjective(
        labelFactor: 0.9, zLoss: 0.01, differentiatesWeight: differentiatesWeight)
      return x[0].builder.apply(objective, x) + x[0].builder.apply(LinearCrossEntropy(), x)
    }
    let bound = try BoundProgram(experiment.forward, on: TestDevice.runtime(logitBytes: logitBytes))
    bound.set(experiment.inputs)
    for (actual, expected) in zip(try bound.run(), experiment.interpret(experiment.forward)) {
      #expect(actual.disagreement(with: expected) == nil)
    }
  }

  @Test func onlyLargeLogitsAreMadeInChunks() {
    let program = ProgramBuilder.record { builder in
      let (hidden, weight) = (
        builder.input("hidden", .float32([11, 5])), builder.input("weight", .float32([7, 5]))
      )
      let (labels, mask) = (builder.input("labels", .int32([11])), builder.input("mask", .float32([11])))
      builder.output("loss", hidden.linearCrossEntropy(weight: weight, labels: labels, mask: mask).logSumExp)
    }
    #expect(!program.lowered(LoweringOptions(logitBytes: 4 * 77)).text.contains("stablehlo.while"))
    #expect(program.lowered(LoweringOptions(logitBytes: 4 * 76)).text.contains("stablehlo.while"))
  }
}
