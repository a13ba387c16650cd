import Autograd
import CPURuntime
import Models
import Testing

@testable import XLARuntime

/// Steps that several devices take together, as which the processor is taken.
@Suite(.needsPlugIn) struct DevicesTests {
  private static let model = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 96))

  /// Three steps on a runtime.
  private struct Steps {
    let losses: [Float]
    let state: [String: [Float]]

    init(_ runtime: any Runtime) throws {
      let run = try TrainingRun(DevicesTests.model, runtime, rows: 4)
      losses = try (0..<3).flatMap { try run.step($0) }
      state = run.state
    }
  }

  private static let onOneDevice = Result { try Steps(runtime(1)) }

  private static func runtime(_ devices: Int, splitsWeights: Bool = false) throws -> XLARuntime {
    try TestDevice.runtime(devices: devices, splitsWeights: splitsWeights)
  }

  /// Rows are split, with dropout, and weights as well or not: losses, weights and moments are those of one device.
  @Test(arguments: [(2, false), (2, true), (4, true)])
  func steps_areThoseOfOneDevice(_ devices: Int, _ splitsWeights: Bool) throws {
    let expected = try Self.onOneDevice.get()
    let found = try Steps(Self.runtime(devices, splitsWeights: splitsWeights))
    #expect(found.losses.distance(from: expected.losses) < 1e-5, "\(found.losses), \(expected.losses)")
    #expect(found.state.count == expected.state.count)
    for (name, values) in expected.state {
      let distance = (found.state[name] ?? []).distance(from: values)
      #expect(distance < 1e-4, "\(name): \(distance)")
    }
    if devices > 2 { return }
    let again = try Steps(Self.runtime(devices, splitsWeights: splitsWeights))
    #expect(again.losses == found.losses && again.state == found.state, "a repetition has the same bits")
  }

  /// Each device has its part of the weights and of the optimizer's slots alone.
  @Test func splitWeights_divideMemory() throws {
    func arguments(_ devices: Int, _ splitsWeights: Bool) throws -> Int {
      let runtime = try Self.runtime(devices, splitsWeights: splitsWeights)
      let run = try TrainingRun(Self.model, runtime, rows: 4)
      return try #require(run.prepared as? PreparedXLAProgram).memory.arguments
    }
    let (whole, halves, quarters) = (
      try arguments(2, false), try arguments(2, true), try arguments(4, true)
    )
    #expect(Double(halves) < 0.55 * Double(whole), "\(halves) of \(whole)")
    #expect(Double(quarters) < 0.30 * Double(whole), "\(quarters) of \(whole)")
  }

  /// What lies in parts is read and written whole: checkpoints know nothing of devices.
  @Test func splitTensor_isReadAndWrittenWhole() throws {
    let runtime = try Self.runtime(4, splitsWeights: true)
    let numbers = (0..<24).map(Float.init)
    let program = ProgramBuilder.record { builder in
      builder.update("a", with: builder.input("a", .float32([8, 3])).offset(by: 1))
      builder.update("b", with: builder.input("b", .float32([6])).offset(by: 1))
    }
    let storage = runtime.makeStorages([.float32([8, 3]), .float32([6])], for: .weight)
    #expect(storage.map { ($0 as? XLAStorage)?.isSplit } == [true, false], "6 cannot be divided by 4")
    storage[0].set(numbers)
    let prepared = try runtime.prepare(program, storage: ["a": storage[0], "b": storage[1]])
    try prepared.run()
    try prepared.run()
    #expect(try storage[0].fetchedFloats() == numbers.map { $0 + 2 })
    #expect(try storage[1].fetchedFloats() == [Float](repeating: 2, count: 6))
    storage[0].set(numbers)
    try prepared.run()
    #expect(try storage[0].fetchedFloats() == numbers.map { $0 + 1 })
  }

  @Test func notFinite_isFoundOnAnyDevice() throws {
    let runtime = try Self.runtime(2)
    let program = ProgramBuilder.record { builder in
      builder.output("y", builder.input("x", .float32([4, 2])).scaled(by: 2).logarithm())
    }
    let rows = runtime.makeStorages([.float32([4, 2])], for: .batch)[0]
    rows.set([1, 1, 1, 1, 1, 0, 1, 1] as [Float])
    let found = try runtime.prepare(program, storage: ["x": rows]).runToFirstNonFinite()
    #expect(found?.element == 5 && found?.value == -.infinity, "\(String(describing: found))")
  }
}
