import AutogradTestSupport
import Testing

@testable import Autograd

/// Updates stand right behind what they need, and behind every reader of the state they replace.
@Suite struct UpdateHoistingTests {
  /// A parameter that an optimizer steps on, with its second moment.
  private struct Parameter {
    let tensor, moment: Tensor
    let name: String

    init(_ builder: ProgramBuilder, _ name: String) {
      self.name = name
      tensor = builder.input(name, .float32([3]))
      moment = builder.input("\(name).moment", .float32([3]))
    }

    @discardableResult
    func step(_ gradient: Tensor, _ rate: Tensor) -> [Tensor] {
      let builder = tensor.builder
      let results = builder.apply(
        AdafactorFullUpdate(constants: .init()), [tensor, gradient, moment, rate, rate])
      builder.update(name, with: results[0])
      builder.update("\(name).moment", with: results[1])
      return results
    }
  }

  @Test func anUpdateMovesBehindItsGradient() {
    let program = ProgramBuilder.record { builder in
      let (a, b) = (Parameter(builder, "a"), Parameter(builder, "b"))
      let rate = builder.input("rate", .float32([]))
      let first = a.tensor.exponential()
      let second = b.tensor.squareRoot()
      let third = (first * second).hyperbolicTangent()
      builder.output("third", third)
      a.step(first, rate)
      b.step(second, rate)
    }
    #expect(isOrdered(program))
    #expect(
      program.instructions.map(\.operation.name) == [
        "exponential", "adafactorFullUpdate", "squareRoot", "adafactorFullUpdate", "multiply",
        "hyperbolicTangent",
      ])
  }

  @Test func anUpdateWaitsForEveryReaderOfTheOldState() {
    let program = ProgramBuilder.record { builder in
      let a = Parameter(builder, "a")
      let rate = builder.input("rate", .float32([]))
      let gradient = a.tensor.exponential()
      a.step(gradient, rate)
      builder.output("late", a.tensor.scaled(by: 2))
    }
    #expect(isOrdered(program))
    let update = program.instructions.firstIndex { $0.operation is AdafactorFullUpdate }!
    let reader = program.instructions.firstIndex { $0.operation is Scale }!
    #expect(reader < update)
  }

  @Test func whatReadsAnUpdatesOtherResultsComesAfterIt() {
    let program = ProgramBuilder.record { builder in
      let a = Parameter(builder, "a")
      let rate = builder.input("rate", .float32([]))
      let results = a.step(a.tensor.exponential(), rate)
      builder.output("size", results[2].scaled(by: 3))
      builder.output("late", a.tensor.squareRoot())
    }
    #expect(isOrdered(program))
  }

  @Test func aGradientDiesAtItsUpdate() {
    let program = ProgramBuilder.record { builder in
      let rate = builder.input("rate", .float32([]))
      let parameters = (0..<5).map { Parameter(builder, "p\($0)") }
      var x = builder.input("x", .float32([3]))
      for parameter in parameters { x = (x * parameter.tensor).hyperbolicTangent() }
      let gradients = builder.gradients(of: x.sum(), withRespectTo: parameters.map(\.tensor))
      for (parameter, gradient) in zip(parameters, gradients) { parameter.step(gradient, rate) }
    }
    #expect(isOrdered(program))
    // Between a gradient and its update stands at most what still reads the old parameter.
    let updates = program.instructions.indices.filter {
      program.instructions[$0].operation is AdafactorFullUpdate
    }
    #expect(updates.count == 5)
    for index in updates {
      let gradient = program.instructions[index].operands[1]
      let made = program.instructions.firstIndex { $0.results.contains(gradient) }!
      let between = program.instructions[made..<index].map(\.operation.name)
      #expect(between.count <= 3, "\(between)")
    }
  }

  /// Whether every value is made before it is read.
  private func isOrdered(_ program: Program) -> Bool {
    var known = Set(program.inputs.map(\.value))
    for instruction in program.instructions {
      guard instruction.operands.allSatisfy(known.contains) else { return false }
      known.formUnion(instruction.results)
    }
    return program.outputs.allSatisfy { known.contains($0.value) }
  }
}
