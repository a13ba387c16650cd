extension Program {
  /// The program without the instructions that no output depends on.
  func removingDeadInstructions() -> Program {
    var needed = Set(outputs.map(\.value))
    var kept: [Instruction] = []
    for instruction in instructions.reversed() where instruction.results.contains(where: needed.contains) {
      needed.formUnion(instruction.operands)
      kept.append(instruction)
    }
    var program = self
    program.instructions = kept.reversed()
    return program
  }
}
