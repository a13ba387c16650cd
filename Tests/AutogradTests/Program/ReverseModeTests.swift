import AutogradTestSupport
import Testing

@testable import Autograd

/// Reverse mode on small graphs whose gradients are known.
@Suite struct ReverseModeTests {
  /// Gradients of a scalar function of vectors of two elements at the given points.
  private func gradients(
    _ points: [[Double]], of loss: @escaping ([Tensor]) -> Tensor
  ) -> [[Double]] {
    let program = ProgramBuilder.record { builder in
      let x = points.indices.map { builder.input("\($0)", .float32([2])) }
      for (index, gradient) in builder.gradients(of: loss(x), withRespectTo: x).enumerated() {
        builder.output("\(index)", gradient)
      }
    }
    let inputs = Dictionary(uniqueKeysWithValues: points.enumerated().map { ("\($0)", $1) })
    return Interpreter.run(program, inputs).map(\.values)
  }

  @Test func cotangentsThatMeetAreAdded() {
    // x³ + 2 x: three uses of x
    #expect(gradients([[2, -1]]) { ($0[0] * $0[0] * $0[0] + $0[0].scaled(by: 2)).sum() } == [[14, 5]])
  }

  @Test func aValueWithManyReadersIsDifferentiatedOnce() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      let y = x.exponential()
      let loss = (y * y + y + y.scaled(by: 3)).sum()
      builder.output("gradient", builder.gradients(of: loss, withRespectTo: [x])[0])
    }
    // One product of the cotangent with e^x, however many read e^x.
    let products = program.instructions.filter { $0.operation is Multiply }.count
    #expect(products == 3)
    let gradient = Interpreter.run(program, ["x": [0, 0]])[0].values
    #expect(gradient == [6, 6])
  }

  @Test func aVariableThatIsNotUsedGetsZeros() {
    #expect(gradients([[2, 3], [5, 7]]) { ($0[0] * $0[0]).sum() } == [[4, 6], [0, 0]])
  }

  @Test func whatDoesNotReachTheLossIsNotDifferentiated() {
    let gradient = gradients([[2, 3]]) { x in
      _ = x[0].logarithm() * x[0]
      return x[0].sum()
    }
    #expect(gradient == [[1, 1]])
  }

  @Test func sharedParametersGetTheSumOverTheirUses() {
    // An embedding that is both read from and projected onto.
    let program = ProgramBuilder.record { builder in
      let table = builder.input("table", .float32([3, 2]))
      let tokens = builder.input("tokens", .int32([2]))
      let logits = table.gathered(at: tokens).times(table, transposingOther: true)
      builder.output("gradient", builder.gradients(of: logits.sum(), withRespectTo: [table])[0])
    }
    let gradient = Interpreter.run(program, ["table": [1, 2, 3, 4, 5, 6], "tokens": [0, 2]])[0].values
    // Each row of the table is met by the sum of the tokens' rows; each token's row by the sum of all rows.
    let once: [Double] = [6, 8]
    let expected: [Double] = [15, 20] + once + [15, 20]
    #expect(gradient == expected)
  }

  @Test func aVariableMayBeComputed() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      let y = x * x
      let gradients = builder.gradients(of: (y * y * x).sum(), withRespectTo: [y, x])
      for (index, gradient) in gradients.enumerated() { builder.output("\(index)", gradient) }
    }
    let results = Interpreter.run(program, ["x": [2, 1]]).map(\.values)
    #expect(results == [[16, 2], [80, 5]])  // 2 y x; d x⁵ = 5 x⁴
  }

  @Test func gradientsMayBeTakenTwiceInOneProgram() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([1]))
      let first = builder.gradients(of: (x * x * x).sum(), withRespectTo: [x])[0]
      builder.output("second", builder.gradients(of: first.sum(), withRespectTo: [x])[0])
    }
    #expect(Interpreter.run(program, ["x": [2]])[0].values == [12])
  }
}
