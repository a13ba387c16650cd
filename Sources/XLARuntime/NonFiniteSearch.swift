import Autograd
import PJRT

/// Finds the first value of a program that is infinite or not a number, by a program of its own that changes no state.
struct NonFiniteSearch {
  /// Starts a function of the program's inputs.
  typealias Start = (PJRTExecutable, LoweredProgram) throws(PJRTError) -> PJRTRun

  private let program: Program
  private let sharding: Sharding
  private let runtime: XLARuntime
  private let lowered: LoweredProgram
  private let executable: PJRTExecutable

  /// Compiles the search.
  /// - Throws: `PJRTError`.
  init(_ program: Program, _ sharding: Sharding, _ runtime: XLARuntime) throws(PJRTError) {
    (self.program, self.sharding, self.runtime) = (program, sharding, runtime)
    lowered = program.loweredToFirstNonFinite(runtime.lowering, sharding)
    executable = try runtime.compile(lowered)
  }

  /// Searches. Of the value that it finds it then makes the elements, by the program up to there.
  /// - Throws: `PJRTError`.
  func run(_ start: Start) throws(PJRTError) -> NonFiniteValue? {
    let floats = program.floats
    let number = try elements(start(executable, lowered), as: Int32.self, count: 1)[0]
    guard floats.indices.contains(Int(number)) else { return nil }
    let place = floats[Int(number)]
    let value = program.instructions[place.instruction].results[place.result]
    let upToThere = program.lowered(runtime.lowering, sharding, upTo: value)
    let made = try elements(
      start(try runtime.compile(upToThere), upToThere), as: Float.self,
      count: program.types[value].shape.count)
    // A compiler that joins other instructions may round another way than in the whole program.
    let element = made.firstIndex { !$0.isFinite } ?? 0
    return NonFiniteValue(
      instruction: place.instruction, result: place.result, element: element, value: made[element])
  }

  private func elements<Element>(
    _ run: PJRTRun, as _: Element.Type, count: Int
  ) throws(PJRTError) -> [Element] {
    try run.wait()
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: count)
    defer { memory.deallocate() }
    try run.results[0][0].read(into: UnsafeMutableRawBufferPointer(memory))
    return Array(memory)
  }
}
