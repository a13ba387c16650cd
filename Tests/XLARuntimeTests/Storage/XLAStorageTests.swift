import Autograd
import PJRT
import Testing

@testable import XLARuntime

/// Tensors that a device does not give back.
@Suite(.needsPlugIn) struct XLAStorageTests {
  /// A state whose memory was given to its update, so that the device has nothing there any more.
  private static func lost(
    _ runtime: XLARuntime
  ) throws -> (storage: XLAStorage, prepared: any PreparedProgram, good: PJRTBuffer) {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([3]))
      builder.update("x", with: x + x)
      builder.output("sum", x.sum())
    }
    let storage = try #require(runtime.makeStorage(.float32([3])) as? XLAStorage)
    storage.set([1, 2, 3] as [Float])
    let old = try storage.onDevices()[0]
    let prepared = try runtime.prepare(program, storage: ["x": storage])
    try prepared.run()
    try #require(try old.isDonated())
    let good = try storage.onDevices()[0]
    storage.replace(with: [old])
    return (storage, prepared, good)
  }

  @Test func fetching_throws_everyTime() throws {
    let runtime = try TestDevice.runtime()
    let (storage, _, good) = try Self.lost(runtime)
    for _ in 0..<2 { #expect(throws: PJRTError.self) { try storage.fetch() } }
    #expect(throws: PJRTError.self) { try storage.fetchedFloats() }
    // Nobody has been given anything, and what a program writes is as good as ever.
    storage.replace(with: [good])
    #expect(try storage.fetchedFloats() == [2, 4, 6])
    try runtime.failures.check()
  }

  /// A reader that cannot be told gets no numbers, and nothing runs any more that could make something of them.
  @Test func reading_givesNaN_andLaterRunsThrow() throws {
    let runtime = try TestDevice.runtime()
    let (storage, prepared, _) = try Self.lost(runtime)
    #expect(storage.floats.allSatisfy(\.isNaN) && storage.floats.count == 3)
    #expect(throws: PJRTError.self) { try storage.fetch() }
    #expect(throws: PJRTError.self) { try storage.onDevices() }
    #expect(throws: PJRTError.self) { try prepared.run() }
    #expect(throws: PJRTError.self) { try prepared.runTimed() }
    #expect(throws: PJRTError.self) { try prepared.runToFirstNonFinite() }
    let other = runtime.makeStorage(.float32([3]))
    #expect(throws: PJRTError.self) { try runtime.prepare(prepared.program, storage: ["x": other]) }
    // Another runtime has nothing to do with it.
    try TestDevice.runtime().failures.check()
  }

  /// A part that is written by the host does not make the rest what it was.
  @Test func writing_doesNotMendIt() throws {
    let runtime = try TestDevice.runtime()
    let (storage, _, _) = try Self.lost(runtime)
    storage.withMutableBytes { $0.bindMemory(to: Float.self)[0] = 1 }
    #expect(throws: PJRTError.self) { try storage.fetch() }
    #expect(throws: PJRTError.self) { try storage.onDevices() }
  }

  @Test func scalars_areFetchedWithTheirVector() throws {
    let runtime = try TestDevice.runtime()
    let (storage, _, good) = try Self.lost(runtime)
    let scalar = XLAScalar(in: storage, at: 1)
    #expect(throws: PJRTError.self) { try scalar.fetch() }
    storage.replace(with: [good])
    #expect(try scalar.fetchedFloats() == [4])
  }
}
