import Autograd

/// Which values share a buffer, and when each buffer is alive (liveness analysis).
struct BufferAssignment {
  /// The life of a buffer, in instruction numbers, both ends included.
  struct Interval {
    let buffer: Int
    var first: Int
    var last: Int
    let bytes: Int

    func overlaps(_ other: Interval) -> Bool { first <= other.last && other.first <= last }
  }

  private let program: Program
  /// The buffer of each value that has one.
  private(set) var bufferOfValue: [Program.ValueID: Int] = [:]
  /// The input whose storage a buffer is.
  private(set) var inputOfBuffer: [Int: String] = [:]
  private var life: [Int: (first: Int, last: Int, bytes: Int)] = [:]

  init(_ program: Program) {
    self.program = program
    for input in program.inputs {
      bufferOfValue[input.value] = input.value
      inputOfBuffer[input.value] = input.name
    }
    let end = program.instructions.count
    for (index, instruction) in program.instructions.enumerated() {
      for result in instruction.results {
        bufferOfValue[result] = result
        life[result] = (index, index, MemoryPlan.aligned(max(program.types[result].byteCount, 1)))
      }
      for operand in instruction.operands { life[operand]?.last = index }
    }
    for output in program.outputs { life[output.value]?.last = end }
  }

  /// The buffers that need a place in the arena.
  var intervals: [Interval] {
    life.filter { bufferOfValue[$0.key] == $0.key && inputOfBuffer[$0.key] == nil }
      .map { Interval(buffer: $0.key, first: $0.value.first, last: $0.value.last, bytes: $0.value.bytes) }
  }

  /// Joins values that can share a buffer exactly, in running order.
  mutating func join() {
    for instruction in program.instructions where instruction.operation is any AliasOperation {
      for (result, operand) in zip(instruction.results, instruction.operands) { merge(result, into: operand) }
    }
    let updates = joinUpdates()
    for (index, instruction) in program.instructions.enumerated() {
      guard !(instruction.operation is any AliasOperation) else { continue }
      // Operands that an operation may have or not are named as well.
      for pair in MemoryPlan.kernelled(instruction.operation).inPlace
      where pair.operand < instruction.operands.count {
        let (operand, result) = (instruction.operands[pair.operand], instruction.results[pair.result])
        guard !updates.contains(result), bufferOfValue[result] == result,
          let buffer = bufferOfValue[operand], inputOfBuffer[buffer] == nil, life[buffer]?.last == index,
          program.types[operand].byteCount == program.types[result].byteCount,
          // Another operand in the same buffer may be read in another order.
          instruction.operands.filter({ bufferOfValue[$0] == buffer }).count == 1
        else { continue }
        merge(result, into: operand)
      }
    }
  }

  /// Gives an update the storage of the state that it replaces, where nothing reads the old state later.
  private mutating func joinUpdates() -> Set<Program.ValueID> {
    var joined: Set<Program.ValueID> = []
    for output in program.outputs where output.isUpdate {
      guard let input = program.input(named: output.name),
        let writer = program.instructions.firstIndex(where: { $0.results.contains(output.value) })
      else { continue }
      let instruction = program.instructions[writer]
      let sharers = Set(bufferOfValue.filter { $0.value == input.value }.keys)
      let isReadLater = program.instructions[(writer + 1)...].contains {
        $0.operands.contains(where: sharers.contains)
      }
      let isWanted = program.outputs.contains { sharers.contains($0.value) && $0.value != output.value }
      let readHere = instruction.operands.indices.filter { sharers.contains(instruction.operands[$0]) }
      let result = instruction.results.firstIndex(of: output.value)
      let isInPlace =
        instruction.operation is any AliasOperation
        ? false
        : readHere.allSatisfy { operand in
          MemoryPlan.kernelled(instruction.operation).inPlace.contains { $0 == (operand, result ?? -1) }
        }
      if !isReadLater, !isWanted, isInPlace, bufferOfValue[output.value] == output.value {
        bufferOfValue[output.value] = input.value
        life[output.value] = nil
        for (value, buffer) in bufferOfValue where buffer == output.value {
          bufferOfValue[value] = input.value
        }
        joined.insert(output.value)
      }
    }
    return joined
  }

  /// Gives `value`, and all that share with it, the buffer of `target`.
  private mutating func merge(_ value: Program.ValueID, into target: Program.ValueID) {
    guard let from = bufferOfValue[value], let to = bufferOfValue[target] else { return }
    for (other, buffer) in bufferOfValue where buffer == from { bufferOfValue[other] = to }
    if let old = life[from], var kept = life[to] {
      kept.last = max(kept.last, old.last)
      life[to] = kept
    }
    if from != to { life[from] = nil }
  }
}
