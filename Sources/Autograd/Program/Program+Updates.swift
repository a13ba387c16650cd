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
    var definedAt: [ValueID: Int] = [:]
    var lastReadAt: [ValueID: Int] = [:]
    for (index, instruction) in instructions.enumerated() {
      for result in instruction.results { definedAt[result] = index }
      let isUpdate = isPureUpdate(instruction, updated)
      for operand in instruction.operands where !isUpdate { lastReadAt[operand] = index }
    }
    let read = Set(instructions.flatMap(\.operands))
    // Key: the instruction to stand behind. Updates keep their recorded order among themselves.
    var keyed: [(behind: Int, order: Int, index: Int)] = []
    for (index, instruction) in instructions.enumerated() {
      guard isPureUpdate(instruction, updated) else {
        keyed.append((index, 0, index))
        continue
      }
      let replaced = instruction.results.compactMap { updated[$0].flatMap { inputValues[$0] } }
      // Waiting for a later reader of the state, it would pass what reads its own results.
      let mayWait = !instruction.results.contains(where: read.contains)
      let readers = replaced.compactMap { lastReadAt[$0] }.filter { mayWait || $0 < index }
      let earliest = instruction.operands.map { definedAt[$0] ?? -1 } + readers
      keyed.append((earliest.max() ?? -1, 1, index))
    }
    keyed.sort { ($0.behind, $0.order, $0.index) < ($1.behind, $1.order, $1.index) }
    var program = self
    program.instructions = keyed.map { instructions[$0.index] }
    return program
  }

  /// Whether an instruction replaces state and nothing else reads what it makes.
  private func isPureUpdate(_ instruction: Instruction, _ updated: [ValueID: String]) -> Bool {
    instruction.results.contains { updated[$0] != nil }
      && instruction.operation is any StateUpdate
  }
}

/// An operation that makes new states from old ones (an optimizer's update): its state results are read by
/// no other instruction, so a program may run it as soon as its operands are there.
public protocol StateUpdate: Operation {}
