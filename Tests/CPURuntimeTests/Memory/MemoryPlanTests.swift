import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Properties of memory plans, on programs drawn at random.
@Suite struct MemoryPlanTests {
  private static let seeds: Range<UInt64> = 0..<150

  /// When a value's memory must hold it, in instruction numbers: made during `first`, last read during `last`.
  private struct Life {
    let first: Int
    var last: Int
  }

  /// The life of every value; inputs are there before the first instruction, outputs after the last.
  private func lives(_ program: Program) -> [Program.ValueID: Life] {
    var lives: [Program.ValueID: Life] = [:]
    for input in program.inputs { lives[input.value] = Life(first: -1, last: -1) }
    for (index, instruction) in program.instructions.enumerated() {
      for result in instruction.results { lives[result] = Life(first: index, last: index) }
      for operand in instruction.operands { lives[operand]!.last = index }
    }
    for output in program.outputs { lives[output.value]!.last = program.instructions.count }
    return lives
  }

  /// The value that each value has the elements of.
  private func origins(_ program: Program) -> [Program.ValueID: Program.ValueID] {
    var origins = Dictionary(uniqueKeysWithValues: program.types.indices.map { ($0, $0) })
    for instruction in program.instructions where instruction.operation is any AliasOperation {
      for (result, operand) in zip(instruction.results, instruction.operands) {
        origins[result] = origins[operand]
      }
    }
    return origins
  }

  private func overlap(_ a: MemoryPlan.Place, _ aBytes: Int, _ b: MemoryPlan.Place, _ bBytes: Int) -> Bool {
    switch (a, b) {
    case (.arena(let a), .arena(let b)): a < b + bBytes && b < a + aBytes
    case (.input(let a), .input(let b)): a == b
    default: false
    }
  }

  /// Whether `result` may take the place of `operand`, which dies where it is made.
  private func mayReplace(
    _ result: Program.ValueID, _ operand: Program.ValueID, _ instruction: Program.Instruction
  ) -> Bool {
    guard let operation = instruction.operation as? any CPUOperation else { return false }
    return operation.inPlace.contains {
      instruction.operands[$0.operand] == operand && instruction.results[$0.result] == result
    }
  }

  @Test func valuesAliveTogetherDoNotOverlap() {
    for seed in Self.seeds {
      let program = RandomProgram(seed: seed).program
      let (plan, origins) = (MemoryPlan(program, threads: 2), origins(program))
      // A value lives as long as the last of its reshapes.
      var lives = lives(program)
      for (value, life) in lives {
        lives[origins[value]!]!.last = max(lives[origins[value]!]!.last, life.last)
      }
      let roots = lives.keys.filter { origins[$0] == $0 }.sorted()
      for a in roots {
        for b in roots where a != b {
          let (life, other) = (lives[a]!, lives[b]!)
          guard life.first <= other.first, other.first <= life.last,
            overlap(plan.places[a]!, program.types[a].byteCount, plan.places[b]!, program.types[b].byteCount)
          else { continue }
          // The only way to share: b is made in place of a, during the last instruction that reads a.
          let writer = program.instructions[other.first]
          let isExact =
            plan.places[a] == plan.places[b] && life.last == other.first && life.first < other.first
          let replaced = writer.operands.filter { origins[$0] == a }
          #expect(
            isExact && !replaced.isEmpty && replaced.allSatisfy { mayReplace(b, $0, writer) },
            "seed \(seed): %\(a) and %\(b) in\n\(program)")
        }
      }
    }
  }

  @Test func everyValueHasItsPlaceInsideTheArena() {
    for seed in Self.seeds {
      let program = RandomProgram(seed: seed).program
      let plan = MemoryPlan(program, threads: 2)
      for value in lives(program).keys {
        guard case .arena(let offset)? = plan.places[value] else { continue }
        #expect(offset % AlignedMemory.alignment == 0)
        #expect(offset >= 0 && offset + program.types[value].byteCount <= plan.scratchOffset)
      }
      #expect(plan.arenaBytes >= plan.scratchOffset)
    }
  }

  @Test func plansAreTheSameEveryTime() {
    for seed in Self.seeds {
      let program = RandomProgram(seed: seed).program
      #expect(MemoryPlan(program, threads: 2).places == MemoryPlan(program, threads: 2).places)
    }
  }

  /// Sharing saves memory, and a chain of element-wise operations needs one buffer.
  @Test func aChainTakesOneBuffer() {
    let program = ProgramBuilder.record { builder in
      var x = builder.input("x", .float32([1000])).exponential()
      for _ in 0..<10 {
        x = x.hyperbolicTangent().reshaped(to: [10, 100]).scaled(by: 2).reshaped(to: [1000])
      }
      builder.output("y", x)
    }
    #expect(MemoryPlan(program, threads: 1).arenaBytes == MemoryPlan.aligned(4000))
  }

  @Test func anUpdateTakesThePlaceOfItsState() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([100]))
      builder.output("before", x.exponential())
      builder.update("x", with: x.scaled(by: 2))
    }
    let plan = MemoryPlan(program, threads: 1)
    #expect(program.outputs.map { plan.places[$0.value] } == [.arena(0), .input("x")])
  }

  @Test func aStateThatIsReadLaterIsNotReplacedInPlace() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([100]))
      builder.update("x", with: x.scaled(by: 2))
      builder.output("after", x.exponential())
    }
    let plan = MemoryPlan(program, threads: 1)
    #expect(plan.places[program.outputs[0].value] != .input("x"))
  }
}
