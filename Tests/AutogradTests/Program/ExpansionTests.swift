import AutogradTestSupport
import Testing

@testable import Autograd

@Suite struct ExpansionTests {
  @Test func onlyPrimitivesRemain() {
    for row in gradientTable {
      let experiment = Experiment(row.operands, lossResults: row.lossResults, row.body)
      let expanded = experiment.backward.expandingFusedOperations()
      #expect(!expanded.instructions.contains { $0.operation is any FusedOperation })
      #expect(expanded.outputs.map(\.name) == experiment.backward.outputs.map(\.name))
      #expect(
        expanded.outputs.map { expanded.types[$0.value] }
          == experiment.backward.outputs.map { experiment.backward.types[$0.value] })
    }
  }

  @Test func inputsUpdatesAndPlainProgramsStayAsTheyAre() {
    let program = ProgramBuilder.record { builder in
      let (state, unused) = (builder.input("state", .float32([2])), builder.input("unused", .int32([1])))
      _ = unused
      builder.update("state", with: state.exponential())
      builder.output("old", state)
    }
    #expect(program.expandingFusedOperations().description == program.description)
  }

  /// A gradient's definition takes partial derivatives, whatever its operands have to do with each other.
  @Test func operandsThatDependOnEachOtherKeepTheirOwnGradients() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      let linear = x.scaled(by: 3)
      let gated = x.gating(linear, .tanhGELU)
      let gradients = builder.apply(GatedLinearUnitGradient(.tanhGELU), [x, linear, gated])
      for (index, gradient) in gradients.enumerated() { builder.output("\(index)", gradient) }
      let same = builder.apply(GatedLinearUnitGradient(.tanhGELU), [x, x, x])
      builder.output("same", same[0] + same[1])
    }
    let apart = ProgramBuilder.record { builder in
      let operands = ["x", "linear", "dy"].map { builder.input($0, .float32([2])) }
      for (index, gradient) in builder.apply(GatedLinearUnitGradient(.tanhGELU), operands).enumerated() {
        builder.output("\(index)", gradient)
      }
    }
    func gelu(_ x: [Double], _ linear: [Double]) -> [Double] {
      let program = ProgramBuilder.record { builder in
        builder.output(
          "y", builder.input("x", .float32([2])).gating(builder.input("linear", .float32([2])), .tanhGELU))
      }
      return Interpreter.run(program, ["x": x, "linear": linear])[0].values
    }
    let x = [0.5, -1.25]
    let tripled = x.map { $0 * 3 }
    let actual = Interpreter.run(program, ["x": x]).map(\.values)
    let expected = Interpreter.run(apart, ["x": x, "linear": tripled, "dy": gelu(x, tripled)]).map(\.values)
    #expect(Array(actual.prefix(2)) == expected)
    let same = Interpreter.run(apart, ["x": x, "linear": x, "dy": x]).map(\.values)
    #expect(actual[2] == zip(same[0], same[1]).map(+))
  }
}
