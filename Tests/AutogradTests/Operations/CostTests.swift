import AutogradTestSupport
import Testing

@testable import Autograd

@Suite struct CostTests {
  @Test func productsCountTwoOperationsForEachTerm() {
    let product = MatrixProduct(transposesLeft: false, transposesRight: true)
    let (a, b, c) = (
      TensorType.float32([7, 2, 3]), TensorType.float32([7, 5, 3]), TensorType.float32([7, 2, 5])
    )
    let cost = product.cost(operands: [a, b], results: [c])
    #expect(cost == Cost(floatingPointOperations: 2 * 7 * 2 * 5 * 3, bytes: 4 * (42 + 105 + 70)))
  }

  @Test func attentionCountsBothProductsAndHalfOfThemWhereCausal() {
    let types: [TensorType] = [.float32([2, 8, 6]), .float32([2, 8, 6]), .float32([2, 8, 6])]
    let full = Attention(heads: 2, isCausal: false, bias: nil).cost(operands: types, results: [types[0]])
    #expect(full.floatingPointOperations == 2 * (2 * 2 * 8 * 8 * 6))
    let causal = Attention(heads: 2, isCausal: true, bias: nil).cost(operands: types, results: [types[0]])
    #expect(causal.floatingPointOperations == full.floatingPointOperations / 2)
  }

  @Test func elementwiseCountsOneForEachElement() {
    let type = TensorType.float32([4, 5])
    #expect(
      Add().cost(operands: [type, type], results: [type]) == Cost(floatingPointOperations: 20, bytes: 240))
    #expect(Reshape(shape: [20]).cost(operands: [type], results: [.float32([20])]) == .zero)
    #expect(Barrier().cost(operands: [type, type], results: [type, type]) == .zero)
  }

  @Test func programCostIsTheSumOverItsInstructions() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([4, 5]))
      builder.output("y", (x + x).times(x, transposingOther: true))
    }
    #expect(program.cost == Cost(floatingPointOperations: 20 + 2 * 4 * 4 * 5, bytes: 4 * (60 + 20 + 20 + 16)))
  }

  @Test func gradientsCostMoreThanTheirOperation() {
    let x = TensorType.float32([8, 16])
    let mask = TensorType.float32([8])
    let pairs: [(Cost, Cost)] = [
      (
        RMSNorm(epsilon: 1).cost(operands: [x], results: [x]),
        RMSNormGradient(epsilon: 1).cost(operands: [x], results: [x])
      ),
      (
        Activation(.silu).cost(operands: [x], results: [x]),
        ActivationGradient(.silu).cost(operands: [x], results: [x])
      ),
      (
        GatedLinearUnit(.silu).cost(operands: [x], results: [x]),
        GatedLinearUnitGradient(.silu).cost(operands: [x], results: [x])
      ),
      (
        LinearCrossEntropy().cost(operands: [x, x], results: [mask]),
        LinearCrossEntropyObjective().cost(operands: [x, x], results: [mask, mask, x, x])
      ),
    ]
    for (forward, backward) in pairs {
      #expect(forward.floatingPointOperations > 0)
      #expect(backward.floatingPointOperations > forward.floatingPointOperations)
    }
  }
}
