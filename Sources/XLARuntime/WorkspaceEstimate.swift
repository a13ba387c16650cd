import Autograd

extension Program {
  /// What a run takes beside its inputs, before it is compiled: the most bytes that are alive together where values live
  /// from the instruction that makes them to the last that reads them.
  ///
  /// A compiler joins and reorders instructions, so the figure is an estimate; `PreparedProgram.workspaceBytes` is the
  /// compiled one.
  /// - Parameter devices: the devices that share rows: each has its part of what is made of them, and every gradient
  ///   of a parameter whole.
  func estimatedWorkspace(_ arithmetic: Arithmetic, devices: Int = 1) -> WorkspaceSize {
    let rounded = roundedValues
    func bytes(of value: ValueID) -> Int {
      if !rounded.contains(value) { return types[value].byteCount }
      return types[value].byteCount / (arithmetic == .bfloat16 ? 2 : 1) / devices
    }
    let updates = Set(outputs.filter(\.isUpdate).map(\.value))
    var owners: [ValueID: ValueID] = [:]
    var lastRead: [ValueID: Int] = [:]
    for (index, instruction) in instructions.enumerated() {
      if instruction.operation is any AliasOperation {
        for (result, operand) in zip(instruction.results, instruction.operands) {
          owners[result] = owners[operand] ?? operand
        }
      }
      for value in instruction.operands + instruction.results { lastRead[owners[value] ?? value] = index }
    }
    let own = Set(inputs.map(\.value))
    var ends = [[ValueID]](repeating: [], count: instructions.count)
    for (value, index) in lastRead where !own.contains(value) { ends[index].append(value) }
    let kept = Set(outputs.map { owners[$0.value] ?? $0.value })
    var (alive, most) = (0, 0)
    for (index, instruction) in instructions.enumerated() {
      // An update is written to the state that it replaces.
      let made = instruction.results.filter { owners[$0] == nil && !updates.contains($0) }
      alive += made.reduce(0) { $0 + bytes(of: $1) }
      let scores = instruction.operation.scoreBytes(of: instruction.operands.map { types[$0] }) / devices
      most = max(most, alive + scores)
      let over = ends[index].filter { !kept.contains($0) && !updates.contains($0) }
      alive -= over.reduce(0) { $0 + bytes(of: $1) }
    }
    let given = outputs.filter { !$0.isUpdate }
    func bytes(_ outputs: [Output]) -> Int { outputs.reduce(0) { $0 + types[$1.value].byteCount } }
    return WorkspaceSize(
      arena: most, outputs: bytes(given),
      outputsOfInputs: bytes(given.filter { own.contains(owners[$0.value] ?? $0.value) }))
  }
}

extension Operation {
  /// Bytes of the scores that an attention has in memory while it runs.
  fileprivate func scoreBytes(of operands: [TensorType]) -> Int {
    // The gradient has the weights' cotangents beside the weights.
    let attention = self as? Attention ?? (self as? AttentionGradient)?.attention
    let copies = self is Attention ? 2 : 3
    guard let attention else { return 0 }
    let (query, key) = (operands[0].shape, operands[1].shape)
    return copies * 4 * query[0] * attention.heads * query[1] * key[1]
  }
}
