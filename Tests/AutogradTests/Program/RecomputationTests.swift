import AutogradTestSupport
import Testing

@testable import Autograd

/// Reverse mode with recomputed regions gives what it gives without, bit for bit.
@Suite struct RecomputationTests {
  private static let steps = 4
  private static let shape: Shape = [3, 4]

  /// A chain of steps over two values, some of which read what came long before them; the steps of `recomputed` are
  /// regions. The outputs are the loss and the gradients.
  private func chain(_ operations: [Int], recomputed: Set<Int>) -> Program {
    ProgramBuilder.record { builder in
      let x = builder.input("x", .float32(Self.shape))
      let weight = builder.input("weight", .float32([4, 4]))
      let key = builder.input("key", RandomKey.type)
      var values = [x]
      for (index, operation) in operations.enumerated() {
        let (last, early) = (values[index], values[index / 2])
        values.append(
          builder.recomputing(if: recomputed.contains(index)) {
            switch operation {
            case 0: (last * early).exponential().scaled(by: 0.1)
            case 1: last.times(weight).hyperbolicTangent() + early
            default: last.droppedOut(rate: 0.4, key: key).gating(early.hyperbolicTangent(), .tanhGELU)
            }
          })
      }
      let loss = (values[values.count - 1] * values[2]).sum()
      builder.output("loss", loss)
      for (index, gradient) in builder.gradients(of: loss, withRespectTo: [x, weight]).enumerated() {
        builder.output("gradient \(index)", gradient)
      }
    }
  }

  private let inputs: [String: [Double]] = {
    var generator = SeededGenerator(seed: 3)
    return [
      "x": (0..<12).map { _ in generator.number(in: -1...1) },
      "weight": (0..<16).map { _ in generator.number(in: -1...1) }, "key": [5, 0, 7],
    ]
  }()

  /// Every chain of three kinds of steps, with every choice of regions.
  @Test func everyChoiceOfRegionsGivesTheSameBits() {
    for code in 0..<81 {
      let operations = (0..<Self.steps).map { step in code / [1, 3, 9, 27][step] % 3 }
      let expected = Interpreter.run(chain(operations, recomputed: []), inputs).map(\.values)
      for subset in 1..<(1 << Self.steps) {
        let recomputed = Set((0..<Self.steps).filter { subset >> $0 & 1 == 1 })
        let values = Interpreter.run(chain(operations, recomputed: recomputed), inputs).map(\.values)
        #expect(values == expected, "steps \(operations), regions \(recomputed.sorted())")
      }
    }
  }

  /// The values that backward instructions read of those that are made before the loss.
  private func kept(_ program: Program) -> Int {
    let end = program.instructions.firstIndex { $0.results.contains(program.outputs[0].value) }!
    let made = Set(program.instructions[..<end].flatMap(\.results))
    return made.intersection(program.instructions[end...].flatMap(\.operands)).count
  }

  @Test func onlyWhatCrossesBordersIsKept() {
    func program(_ regions: Set<Int>) -> Program {
      ProgramBuilder.record { builder in
        var x = builder.input("x", .float32([4]))
        let first = x
        for region in 0..<3 {
          x = builder.recomputing(if: regions.contains(region)) {
            x.exponential().hyperbolicTangent().exponential()
          }
        }
        let loss = x.sum()
        builder.output("loss", loss)
        builder.output("gradient", builder.gradients(of: loss, withRespectTo: [first])[0])
      }
    }
    #expect((0...3).map { kept(program(Set(0..<$0))) } == [9, 6, 4, 3])
  }

  @Test func copiesKeepTheirStreamsAndAreNotMadeWhereNothingNeedsThem() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([4]))
      let key = builder.input("key", RandomKey.type)
      let y = builder.recomputing { x.droppedOut(rate: 0.5, key: key).hyperbolicTangent() }
      let z = builder.recomputing { y.scaled(by: 2).offset(by: 5) }
      builder.output("gradient", builder.gradients(of: z.sum(), withRespectTo: [x])[0])
    }
    // The second region is linear: its pullbacks read none of its values.
    #expect(program.instructions.filter { $0.operation is HyperbolicTangent }.count == 1)
    #expect(!program.instructions.contains { ($0.operation as? Offset)?.amount == 5 })
    #expect(Set(program.instructions.compactMap { ($0.operation as? Dropout)?.stream }) == [0])
  }

  /// What copies read goes through a barrier with the cotangent that reverse mode brings; inputs do not, and nothing that no copy
  /// reads is held there.
  @Test func copiesStandBehindABarrier() throws {
    let program = ProgramBuilder.record { builder in
      let (x, weight) = (builder.input("x", .float32([4])), builder.input("weight", .float32([4])))
      let (y, unread) = (x.exponential(), x.hyperbolicTangent())
      let z = builder.recomputing { (y * weight).hyperbolicTangent() + unread }
      builder.output("loss", (z * z).sum())
      builder.output("gradient", builder.gradients(of: (z * z).sum(), withRespectTo: [x])[0])
    }
    let barriers = program.instructions.filter { $0.operation is Barrier }
    let barrier = try #require(barriers.first)
    let made = { (value: Int) in program.instructions.first { $0.results == [value] }?.operation }
    #expect(barriers.count == 1 && barrier.operands.count == 2)
    #expect(made(barrier.operands[0]) is Exponential && made(barrier.operands[1]) is Add)
    // The copy of the product reads what is behind the barrier, and the weight as it is.
    let copy = try #require(program.instructions.last { $0.operands.first == barrier.results[0] })
    let weight = try #require(program.input(named: "weight"))
    #expect(copy.operation is Multiply && copy.operands == [barrier.results[0], weight.value])
  }

  @Test func regionsWithoutInstructionsAreNone() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([4]))
      let y = builder.recomputing { x }
      builder.output("gradient", builder.gradients(of: (y * y).sum(), withRespectTo: [x])[0])
    }
    #expect(Interpreter.run(program, ["x": [1, 2, 3, 4]])[0].values == [2, 4, 6, 8])
  }
}
