import AutogradTestSupport
import Foundation
import Testing

@testable import Autograd
@testable import CPURuntime

/// Whole programs on the runtime: shared memory, updates in place, run after run.
@Suite struct PreparedProgramTests {
  @Test(arguments: [1, 2, 3])
  func randomProgramsEqualTheInterpreter(threads: Int) throws {
    for seed in UInt64(0)..<150 {
      let random = RandomProgram(seed: seed)
      let bound = try BoundProgram(random.program, threads: threads)
      bound.set(random.inputs)
      var inputs = random.inputs
      // The second run starts from the states that the first one left.
      for run in 0..<2 {
        let (actual, expected) = (try bound.run(), Interpreter.run(random.program, inputs))
        expectAgreement(
          actual, expected, magnitude: 1, outputs: random.program.outputs.map(\.name),
          "seed \(seed), run \(run)")
        for (output, elements) in zip(random.program.outputs, expected) where output.isUpdate {
          inputs[output.name] = elements.values
        }
      }
    }
  }

  /// However a program runs: what is made of inputs' revisions must not miss an update.
  @Test func revisionsGrowOfWhatARunWritesAlone() throws {
    for seed in UInt64(0)..<50 {
      let random = RandomProgram(seed: seed)
      let bound = try BoundProgram(random.program, threads: 2)
      bound.set(random.inputs)
      let updated = Set(random.program.outputs.filter(\.isUpdate).map(\.name))
      let made = random.program.outputs.filter { !$0.isUpdate }.map { bound.prepared.output($0.name) }
      let runs: [() throws -> Void] = [
        { try bound.prepared.run() }, { _ = try bound.prepared.runTimed() },
        { _ = try bound.prepared.runToFirstNonFinite() },
      ]
      for run in runs {
        let (inputs, outputs) = (bound.storage.mapValues(\.revision), made.map(\.revision))
        try run()
        for (name, storage) in bound.storage {
          #expect((storage.revision > inputs[name]!) == updated.contains(name), "seed \(seed), \(name)")
        }
        #expect(zip(made, outputs).allSatisfy { $0.revision > $1 }, "seed \(seed)")
      }
    }
  }

  @Test func runsAreTheSameBitForBit() throws {
    for seed in UInt64(0)..<50 {
      let random = RandomProgram(seed: seed)
      let bound = try BoundProgram(random.program, threads: 2)
      bound.set(random.inputs)
      let first = try bound.run().map(\.values)
      for _ in 0..<3 {
        bound.set(random.inputs)
        #expect(try bound.run().map(\.values) == first, "seed \(seed)")
      }
      #expect(
        try BoundProgram.run(random.program, random.inputs, threads: 2).map(\.values) == first, "seed \(seed)"
      )
    }
  }

  /// Every kernel at its largest size, for a fixed number of threads.
  @Test(arguments: 1...3)
  func kernelsAreTheSameBitForBit(threads: Int) throws {
    for row in productKernels + fusedKernels + optimizerKernels {
      let experiment = Experiment(row.sites.last!, lossResults: row.lossResults, row.body)
      let bound = try BoundProgram(
        row.lossResults == 0 ? experiment.forward : experiment.backward, threads: threads)
      bound.set(experiment.inputs)
      let first = try bound.run().map(\.values)
      for _ in 0..<3 { #expect(try bound.run().map(\.values) == first, "\(row.name)") }
    }
  }

  @Test func aStateIsReadAsItWasBeforeItsUpdate() throws {
    let program = ProgramBuilder.record { builder in
      let (x, y) = (builder.input("x", .float32([3])), builder.input("y", .float32([3])))
      let early = x.scaled(by: 10)
      builder.update("x", with: x + y)
      builder.update("y", with: x * y)
      builder.output("early", early)
      builder.output("late", x.scaled(by: 100))
    }
    let bound = try BoundProgram(program, threads: 1)
    bound.set(["x": [1, 2, 3], "y": [5, 6, 7]])
    #expect(try bound.run().map(\.values) == [[6, 8, 10], [5, 12, 21], [10, 20, 30], [100, 200, 300]])
    #expect(
      try bound.run().map(\.values) == [[11, 20, 31], [30, 96, 210], [60, 80, 100], [600, 800, 1000]])
  }

  @Test func inputsMayBeOutputs() throws {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      builder.output("itself", x)
      builder.output("reshaped", x.reshaped(to: [1, 2]))
    }
    #expect(try BoundProgram.run(program, ["x": [1, 2]], threads: 1).map(\.values) == [[1, 2], [1, 2]])
  }

  @Test func anOldStateMayBeAnOutput() throws {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      builder.update("x", with: x.scaled(by: 2))
      builder.output("old", x)
    }
    let bound = try BoundProgram(program, threads: 1)
    bound.set(["x": [1, 2]])
    #expect(try bound.run().map(\.values) == [[2, 4], [1, 2]])
  }

  @Test func statesMayChangePlaces() throws {
    let program = ProgramBuilder.record { builder in
      let (x, y) = (builder.input("x", .float32([2])), builder.input("y", .float32([2])))
      builder.update("x", with: y)
      builder.update("y", with: x)
    }
    let bound = try BoundProgram(program, threads: 1)
    bound.set(["x": [1, 2], "y": [3, 4]])
    #expect(try bound.run().map(\.values) == [[3, 4], [1, 2]])
    #expect(try bound.run().map(\.values) == [[1, 2], [3, 4]])
  }

  @Test func storageStartsAtZeroAndIsAligned() {
    let storage = CPURuntime(threads: 1).makeStorage(.float32([3, 5]))
    #expect(storage.floats == [Float](repeating: 0, count: 15))
    #expect(storage.withBytes { Int(bitPattern: $0.baseAddress) % AlignedMemory.alignment } == 0)
    #expect(storage.withBytes { $0.count } == 60)
  }

  @Test func outputsAreInTheArena() throws {
    let program = ProgramBuilder.record { builder in
      builder.output("y", builder.input("x", .float32([100])).exponential())
    }
    #expect(try BoundProgram(program, threads: 1).prepared.workspaceBytes == MemoryPlan.aligned(400))
  }

  /// Resident memory after 200 runs is what it was before.
  ///
  /// Other tests run beside this one and allocate, so the least of several growths counts; what the runs themselves
  /// leaked would be in each. The bound is a leak of about 1 KiB a run.
  @Test func runsDoNotAllocate() throws {
    for row in fusedKernels + productKernels {
      let experiment = Experiment(row.sites[1], lossResults: row.lossResults, row.body)
      let bound = try BoundProgram(experiment.backward, threads: 2)
      bound.set(experiment.inputs)
      for _ in 0..<5 { try bound.prepared.run() }
      var growths: [Int] = []
      while growths.count < 20, growths.min() ?? .max > 256 << 10 {
        guard let before = residentBytes() else { return }
        for _ in 0..<200 { try bound.prepared.run() }
        growths.append((residentBytes() ?? 0) - before)
      }
      #expect(growths.min() ?? 0 <= 256 << 10, "\(row.name): \(growths)")
    }
  }

  /// Resident memory of this process, where the system tells it in /proc.
  private func residentBytes() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 }
  }
}
