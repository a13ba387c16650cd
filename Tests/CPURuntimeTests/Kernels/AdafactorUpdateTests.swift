import AutogradTestSupport
import Foundation
import Testing

@testable import Autograd
@testable import CPURuntime

@Suite struct AdafactorUpdateTests {
  /// A program that steps on a parameter with given gradients, rates and decays, all state updated in place.
  private func stepping(_ shape: Shape, isFactored: Bool, _ constants: AdafactorConstants) -> Program {
    ProgramBuilder.record { builder in
      let parameter = builder.input("parameter", .float32(shape))
      let gradient = builder.input("gradient", .float32(shape))
      let moments =
        isFactored
        ? [builder.input("rows", .float32([shape[0]])), builder.input("columns", .float32([shape[1]]))]
        : [builder.input("moment", .float32(shape))]
      let scalars = [builder.input("rate", .float32([])), builder.input("decay", .float32([]))]
      let operands = [parameter, gradient] + moments + scalars
      let results =
        isFactored
        ? builder.apply(AdafactorUpdate(constants: constants), operands)
        : builder.apply(AdafactorFullUpdate(constants: constants), operands)
      builder.update("parameter", with: results[0])
      if isFactored {
        builder.update("rows", with: results[1])
        builder.update("columns", with: results[2])
      } else {
        builder.update("moment", with: results[1])
      }
      builder.output("step", results[results.count - 2])
      builder.output("squares", results[results.count - 1])
    }
  }

  /// The known answer of t5x's own test (adafactor_test.py): the state after step 1 counted from zero, so that the
  /// decay is 1 - 2^-0.8. The update's root mean square is above the clipping threshold of 1, so the step is the
  /// learning rate itself, with the parameter's scale (1) or without. t5x's `v_row` belongs to the smaller dimension.
  @Test(arguments: [true, false], [true, false])
  func knownAnswer(isTransposed: Bool, scalesByParameter: Bool) throws {
    let shape: Shape = isTransposed ? [2, 3] : [3, 2]
    let constants = AdafactorConstants(multipliesByParameterScale: scalesByParameter)
    let (three, two) = ([0.1, 0.1, 0.1], [0.9, 0.9])
    let results = try BoundProgram.run(
      stepping(shape, isFactored: true, constants),
      [
        "parameter": [1, 1, 1, 1, 1, 1], "gradient": [1, 1, 1, 1, 1, 1], "rows": isTransposed ? two : three,
        "columns": isTransposed ? three : two, "rate": [0.1], "decay": [1 - pow(2, -0.8)],
      ], threads: 1)
    func expect(_ elements: Elements, _ expected: Double) {
      #expect(elements.values.allSatisfy { abs($0 - expected) < 1e-6 }, "\(elements.values), not \(expected)")
    }
    expect(results[0], 0.9)
    expect(results[isTransposed ? 1 : 2], 0.9574349)
    expect(results[isTransposed ? 2 : 1], 0.6169143)
    expect(results[3], 0.1)
    expect(results[4], 6)
  }

  /// Five steps, each from the state the last one left, against the definition in double precision.
  @Test(arguments: [true, false], adafactorConstants)
  func fiveStepsFollowTheDefinition(isFactored: Bool, constants: AdafactorConstants) throws {
    for shape in [[3, 2], [17, 40], [150, 300]] as [Shape] {
      let program = stepping(shape, isFactored: isFactored, constants)
      var generator = SeededGenerator(seed: 3)
      var state = ["parameter": Operand.floats(shape).elements(using: &generator)]
      for input in program.inputs where ["rows", "columns", "moment"].contains(input.name) {
        state[input.name] = [Double](repeating: 0, count: program.types[input.value].shape.count)
      }
      let bound = try BoundProgram(program, threads: 2)
      bound.set(state)
      for step in 0..<5 {
        let given = [
          "gradient": Operand.floats(shape).elements(using: &generator), "rate": [0.01],
          "decay": [1 - pow(Double(step + 1), -0.8)],
        ]
        bound.set(given)
        let actual = try bound.run()
        let expected = Interpreter.run(program, state.merging(given) { $1 })
        let names = program.outputs.map(\.name)
        expectAgreement(actual, expected, tolerance: 2e-5, outputs: names, "\(shape), step \(step)")
        for (output, elements) in zip(program.outputs, expected) where output.isUpdate {
          state[output.name] = elements.values
        }
      }
    }
  }

  /// A parameter that no token touched.
  @Test(arguments: [true, false])
  func aGradientOfZerosMovesNothing(isFactored: Bool) throws {
    let program = stepping([4, 3], isFactored: isFactored, AdafactorConstants())
    let parameter = (0..<12).map { Double($0) - 5 }
    let results = try BoundProgram.run(program, ["parameter": parameter, "rate": [0.1]], threads: 2)
    #expect(results[0].values == parameter)
    #expect(results[results.count - 1].values == [0])
    #expect(results[results.count - 2].values == [0])
  }
}
