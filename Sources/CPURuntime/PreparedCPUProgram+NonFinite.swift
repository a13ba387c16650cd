import Autograd

extension PreparedCPUProgram {
  func runToFirstNonFinite() -> NonFiniteValue? {
    for step in steps {
      step.kernel(step.call)
      let results = program.instructions[step.instruction].results
      for (index, value) in results.enumerated() where program.types[value].element == .float32 {
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
