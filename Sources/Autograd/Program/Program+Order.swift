extension Program {
  /// The program with every state update as early as its operands and the state's other readers allow.
  ///
  /// Recorded order computes all gradients and then updates all parameters, which keeps every gradient alive
  /// to the end. With the update right behind the gradient's last instruction, a gradient dies at once. An
  /// update stays behind every instruction that reads the state it replaces, so it can be made in place.
  func hoistingUpdates() -> Program {
    let updated = Dictionary(
      outputs.filter(\.isUpdate).map { ($0.value, $0.name) }, uniquingKeysWith: { first, _ in first })
    let inputValues = Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, $0.value) })
    let read = Set(instructions.flatMap(\.operands))
    var definedAt: [ValueID: Int] = [:]
    var lastReadAt: [ValueID: Int] = [:]
    for (index, instruction) in instructions.enumerated() {
      for result in instruction.results { definedAt[result] = index }
      let isUpdate = isPureUpdate(instruction, updated, read)
      for operand in instruction.operands where !isUpdate { lastReadAt[operand] = index }
    }
    // Key: the instruction to stand behind. Updates keep their recorded order among themselves.
    var keyed: [(behind: Int, order: Int, index: Int)] = []
    for (index, instruction) in instructions.enumerated() {
      guard isPureUpdate(instruction, updated, read) else {
        keyed.append((index, 0, index))
        continue
      }
      let replaced = instruction.results.compactMap { updated[$0].flatMap { inputValues[$0] } }
      // Waiting for a later reader of the state, it would pass what reads its own results.
      let mayWait =
        instruction.operation is any StateUpdate && !instruction.results.contains(where: read.contains)
      let readers = replaced.compactMap { lastReadAt[$0] }.filter { mayWait || $0 < index }
      let earliest = instruction.operands.map { definedAt[$0] ?? -1 } + readers
      keyed.append((earliest.max() ?? -1, 1, index))
    }
    keyed.sort { ($0.behind, $0.order, $0.index) < ($1.behind, $1.order, $1.index) }
    var program = self
    program.instructions = keyed.map { instructions[$0.index] }
    return program
  }

  /// Whether an instruction does nothing but replace state: an optimizer's update, or a sum that grows in
  /// place.
  private func isPureUpdate(
    _ instruction: Instruction, _ updated: [ValueID: String], _ read: Set<ValueID>
  ) -> Bool {
    if instruction.operation is any StateUpdate {
      return instruction.results.contains { updated[$0] != nil }
    }
    return instruction.results.allSatisfy { result in
      guard let name = updated[result], let state = input(named: name)?.value else { return false }
      return !read.contains(result) && instruction.operands.contains(state)
    }
  }
}

/// An operation that makes new states from old ones (an optimizer's update): its state results are read by
/// no other instruction, so a program may run it as soon as its operands are there.
public protocol StateUpdate: Operation {}

extension Program {
  /// The program without the instructions that no output depends on, and without operands whose aliases
  /// nothing reads.
  func removingDeadInstructions() -> Program {
    var needed = Set(outputs.map(\.value))
    var kept: [Instruction] = []
    for instruction in instructions.reversed() where instruction.results.contains(where: needed.contains) {
      let read = instruction.operation is any AliasOperation ? instruction.keeping(needed) : instruction
      needed.formUnion(read.operands)
      kept.append(read)
    }
    var program = self
    program.instructions = kept.reversed()
    return program
  }
}

extension Program.Instruction {
  /// Of an instruction whose results are its operands, those that are needed.
  fileprivate func keeping(_ needed: Set<Program.ValueID>) -> Self {
    let pairs = zip(operands, results).filter { needed.contains($0.1) }
    return Self(operation: operation, operands: pairs.map(\.0), results: pairs.map(\.1))
  }
}
