import Autograd
import AutogradTestSupport
import Testing

@testable import XLARuntime

/// Where a program leaves the finite numbers.
@Suite(.needsPlugIn) struct NonFiniteSearchTests {
  private static let program = ProgramBuilder.record { builder in
    let (x, state) = (builder.input("x", .float32([4])), builder.input("state", .float32([4])))
    let roots = x.squareRoot()
    let quotients = roots / builder.constant(1, [4]).maximum(roots)
    builder.update("state", with: state + quotients.exponential())
    builder.output("sum", x.logarithm().sum())
  }

  @Test func finiteProgram_runsToItsEnd() throws {
    let bound = try BoundProgram(Self.program, on: TestDevice.runtime())
    bound.set(["x": [1, 4, 9, 16], "state": [1, 1, 1, 1]])
    #expect(try bound.prepared.runToFirstNonFinite() == nil)
    #expect(bound.storage["state"]?.floats.allSatisfy { $0 > 2 } == true)
    #expect(abs(bound.prepared.output("sum").floats[0] - 6.3561077) < 1e-5)
  }

  @Test(
    arguments: [
      ([4, -1, 9, -1], "squareRoot", 1), ([1, 1, 1, 0], "logarithm", 3),
      ([.infinity, 1, 1, 1], "squareRoot", 0),
    ] as [([Double], String, Int)])
  func firstValue_isNamed_andNothingIsUpdated(_ x: [Double], _ operation: String, _ element: Int) throws {
    let bound = try BoundProgram(Self.program, on: TestDevice.runtime())
    bound.set(["x": x, "state": [1, 1, 1, 1]])
    let found = try #require(try bound.prepared.runToFirstNonFinite())
    #expect(bound.program.instructions[found.instruction].operation.name == operation)
    #expect(found.element == element && found.result == 0 && !found.value.isFinite)
    #expect(bound.storage["state"]?.floats == [1, 1, 1, 1])
  }

  /// Beside results with a place a scalar comes last.
  @Test func rowsComeBeforeScalars() {
    let program = ProgramBuilder.record { builder in
      let x = (0..<4).map { builder.input("\($0)", .float32($0 < 2 ? [2, 2] : [2])) }
      let scalars = (0..<2).map { builder.input("scalar \($0)", .float32([])) }
      let results = builder.apply(AdafactorUpdate(constants: .init()), x + scalars)
      for (index, result) in results.enumerated() { builder.output("\(index)", result) }
    }
    #expect(program.floats.map(\.result) == [0, 1, 2, 3, 4])
    let loss = ProgramBuilder.record { builder in
      let (hidden, labels) = (
        builder.input("hidden", .float32([2, 3])), builder.input("labels", .int32([2]))
      )
      let weights = builder.input("weights", .float32([2]))
      let results = builder.apply(LinearCrossEntropyObjective(), [hidden, hidden, labels, weights])
      for (index, result) in results.enumerated() { builder.output("\(index)", result) }
    }
    #expect(loss.floats.map(\.result) == [1, 2, 3, 4, 0])
  }
}
