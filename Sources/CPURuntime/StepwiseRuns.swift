import Autograd

/// An instruction as threads would share it.
public struct SimulatedInstruction: Sendable {
  /// Its number in the program.
  public let instruction: Int
  /// Seconds of work, of all threads together.
  public let work: Double
  /// Seconds from its beginning to its end.
  public let span: Double
}

extension CPURuntime {
  /// Runs a program that a simulating runtime has prepared once, every part on the calling thread.
  /// - Returns: what each instruction would take on the runtime's threads.
  public func runSimulated(_ program: any PreparedProgram) -> [SimulatedInstruction] {
    guard let program = program as? PreparedCPUProgram, let schedule = pool.simulation else {
      preconditionFailure("the program was not prepared by a simulating runtime")
    }
    program.noteWriting()
    let clock = ContinuousClock()
    let times = program.steps.map { step in
      let (work, span, taken) = (schedule.work, schedule.span, schedule.taken)
      let time = clock.measure { step.kernel(step.call) }
      // What is not in a piece of work that threads share is done by one alone.
      let alone = time - (schedule.taken - taken)
      return SimulatedInstruction(
        instruction: step.instruction, work: (alone + schedule.work - work) / .seconds(1),
        span: (alone + schedule.span - span) / .seconds(1))
    }
    program.finish()
    return times
  }
}

extension PreparedCPUProgram {
  func runToFirstNonFinite() -> NonFiniteValue? {
    noteWriting()
    for step in steps {
      step.kernel(step.call)
      // A scalar comes last: beside results with a place it says the least of where.
      let results = program.instructions[step.instruction].results.enumerated()
      let scalars = results.filter { program.types[$0.element].shape.rank == 0 }
      let others = results.filter { program.types[$0.element].shape.rank > 0 }
      for (index, value) in others + scalars where program.types[value].element == .float32 {
        let elements = UnsafeBufferPointer(
          start: step.call.results[index].assumingMemoryBound(to: Float.self),
          count: program.types[value].shape.count)
        if let element = elements.firstIndex(where: { !$0.isFinite }) {
          return NonFiniteValue(
            instruction: step.instruction, result: index, element: element, value: elements[element])
        }
      }
    }
    finish()
    return nil
  }
}
