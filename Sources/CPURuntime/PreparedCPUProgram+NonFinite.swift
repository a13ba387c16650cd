import Autograd

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
