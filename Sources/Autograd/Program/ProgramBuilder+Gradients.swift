extension ProgramBuilder {
  /// Reverse mode: appends the computation of the gradient of `loss` with respect to each of `variables`.
  ///
  /// The instructions recorded so far are walked backwards; each gives its pullback in operations, and the
  /// cotangents that meet at a value are added. A variable on which the loss does not depend gets zeros.
  /// Where the walk enters a recomputed region, the region's instructions are appended again, and pullbacks
  /// read the copies.
  /// - Parameter loss: a float32 scalar `[]`.
  /// - Returns: the gradients, in the order and of the types of `variables`.
  public func gradients(of loss: Tensor, withRespectTo variables: [Tensor]) -> [Tensor] {
    precondition(loss.type == .float32([]), "the loss must be a float32 scalar, not \(loss.type)")
    let forward = program.instructions
    let active = activeValues(from: variables, through: forward)
    var cotangents: [Program.ValueID: Tensor] = [loss.id: constant(1, [])]
    var copies = RegionCopies(recomputedRegions)
    for (index, instruction) in forward.enumerated().reversed()
    where instruction.results.contains(where: { cotangents[$0] != nil }) {
      let needs = instruction.operands.map(active.contains)
      guard needs.contains(true) else { continue }
      copies.enter(at: index, of: forward, in: self, &cotangents)
      addPullback(
        of: instruction, needs: needs, to: &cotangents, active: active, copies: copies)
    }
    return variables.map { cotangents[$0.id] ?? constant(0, $0.shape) }
  }

  /// Adds the cotangents of an instruction's active operands to those that have been collected.
  private func addPullback(
    of instruction: Program.Instruction, needs: [Bool], to cotangents: inout [Program.ValueID: Tensor],
    active: Set<Program.ValueID>, copies: RegionCopies
  ) {
    let pullback = Pullback(
      operands: instruction.operands.map { copies[$0] ?? tensor($0) },
      results: instruction.results.map { copies[$0] ?? tensor($0) },
      cotangents: instruction.results.map { cotangents[$0] }, needs: needs)
    let operation = instruction.operation
    // An operand that stands twice collects one cotangent after the other.
    let isApart = Set(instruction.operands).count == instruction.operands.count
    let collected = instruction.operands.map { isApart && active.contains($0) ? cotangents[$0] : nil }
    let pulled = operation.pullback(pullback, addingTo: collected)
    precondition(pulled.count == instruction.operands.count, "\(operation.name): one cotangent per operand")
    for (operand, cotangent) in zip(instruction.operands, pulled) where active.contains(operand) {
      guard let cotangent else { continue }
      precondition(
        cotangent.type == program.types[operand],
        "\(operation.name): the cotangent of \(program.types[operand]) is \(cotangent.type)")
      cotangents[operand] = isApart ? cotangent : cotangents[operand].map { $0 + cotangent } ?? cotangent
    }
  }

  /// The float32 values that depend on a variable.
  private func activeValues(
    from variables: [Tensor], through instructions: [Program.Instruction]
  ) -> Set<Program.ValueID> {
    var active = Set(variables.map(\.id))
    for instruction in instructions where instruction.operands.contains(where: active.contains) {
      active.formUnion(instruction.results.filter { program.types[$0].element == .float32 })
    }
    return active
  }
}

/// The values of the recomputed region (activation checkpointing) that reverse mode is in.
private struct RegionCopies {
  private let regions: [Range<Int>]
  private var copies: [Program.ValueID: Tensor] = [:]
  private var current: Range<Int>?

  init(_ regions: [Range<Int>]) { self.regions = regions }

  /// The copy of a value, where it is one of the region's.
  subscript(value: Program.ValueID) -> Tensor? { copies[value] }

  /// Appends a copy of the region that the instruction at `index` lies in, unless that has been done.
  ///
  /// What the region reads goes through a barrier, together with the instruction's cotangents: a compiler cannot merge
  /// the copies with what they are copies of, nor make them before the backward pass is there.
  mutating func enter(
    at index: Int, of forward: [Program.Instruction], in builder: ProgramBuilder,
    _ cotangents: inout [Program.ValueID: Tensor]
  ) {
    if let current, current.contains(index) { return }
    copies = [:]
    current = regions.last { $0.contains(index) }
    guard let current else { return }
    let entering = builder.entering(forward[current])
    let reached = forward[index].results.filter { value in
      // What is made of nothing stays so to whoever looks: a constant 1 needs no product.
      cotangents[value].map { !builder.isGenerated($0) } ?? false
    }
    if !entering.isEmpty {
      let behind = builder.barrier(entering.map(builder.tensor) + reached.compactMap { cotangents[$0] })
      for (value, copy) in zip(entering + reached, behind) {
        if entering.contains(value) { copies[value] = copy } else { cotangents[value] = copy }
      }
    }
    for instruction in forward[current] {
      let operands = instruction.operands.map { copies[$0] ?? builder.tensor($0) }
      for (value, copy) in zip(instruction.results, builder.apply(instruction.operation, operands)) {
        copies[value] = copy
      }
    }
  }
}

extension ProgramBuilder {
  /// The float32 values that a region reads and that other instructions made, each once. Inputs are not among them: the
  /// copies differ from their originals by what they read of these, and a state that is read behind a barrier could
  /// not be replaced in place.
  fileprivate func entering(_ region: ArraySlice<Program.Instruction>) -> [Program.ValueID] {
    var known = Set(program.inputs.map(\.value)).union(region.flatMap(\.results))
    return region.flatMap(\.operands).filter {
      program.types[$0].element == .float32 && known.insert($0).inserted
    }
  }

  fileprivate func isGenerated(_ tensor: Tensor) -> Bool {
    program.instructions.last { $0.results.contains(tensor.id) }?.operands.isEmpty ?? false
  }
}
