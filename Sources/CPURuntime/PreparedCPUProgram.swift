import Autograd

/// A program with its memory laid out and its kernels made.
final class PreparedCPUProgram: PreparedProgram {
  let program: Program
  private let arena: CPUWorkspace
  private let bound: [String: CPUStorage]
  private let outputs: [String: CPUStorage]
  private(set) var steps: [(instruction: Int, kernel: Kernel, call: KernelCall)] = []
  private var copies: [(from: UnsafeMutableRawPointer, to: CPUStorage)] = []
  /// What a run writes: outputs, and the inputs that it updates.
  private let written: [CPUStorage]

  let workspaceBytes: Int

  init(
    _ program: Program, _ plan: MemoryPlan, storage: [String: any TensorStorage], pool: ThreadPool,
    arena: CPUWorkspace
  ) {
    self.program = program
    self.arena = arena
    bound = Self.bind(program, storage)
    let (inArena, beside) = Self.outputs(program, plan, arena)
    outputs = inArena.merging(beside) { first, _ in first }
    written = outputs.values + program.outputs.filter(\.isUpdate).compactMap { [bound] in bound[$0.name] }
    workspaceBytes =
      (arena.isShared ? 0 : plan.arenaBytes) + beside.values.reduce(0) { $0 + $1.type.byteCount }
    let base = arena.memory.bytes.baseAddress!
    func address(_ value: Program.ValueID) -> UnsafeMutableRawPointer {
      switch plan.places[value] {
      case .arena(let offset): base + offset
      case .input(let name): bound[name]!.memory.baseAddress!
      case nil: preconditionFailure("value %\(value) has no memory")
      }
    }
    for (index, instruction) in program.instructions.enumerated()
    where !(instruction.operation is any AliasOperation) {
      let site = KernelSite(program, instruction, threads: pool.threads)
      let call = KernelCall(
        operands: instruction.operands.map(address), results: instruction.results.map(address),
        scratch: base + plan.scratchOffset, pool: pool)
      steps.append((index, MemoryPlan.kernelled(instruction.operation).makeKernel(site), call))
    }
    // Outputs come first, since an old state may be one, and a state that another is made of is kept aside.
    for output in program.outputs where !output.isUpdate {
      copy(address(output.value), outputs[output.name]!)
    }
    let replaced = Set(program.outputs.filter(\.isUpdate).map(\.name))
    let updates = program.outputs.filter(\.isUpdate).map { output in
      guard case .input(let name)? = plan.places[output.value], name != output.name, replaced.contains(name)
      else {
        return (from: address(output.value), to: bound[output.name]!)
      }
      let aside = CPUStorage(program.types[output.value])
      copy(address(output.value), aside)
      return (from: aside.memory.baseAddress!, to: bound[output.name]!)
    }
    for update in updates { copy(update.from, update.to) }
  }

  /// Memory for the outputs: their places in an arena that no other program writes to, or else memory of
  /// their own, to which every run copies them.
  private static func outputs(
    _ program: Program, _ plan: MemoryPlan, _ arena: CPUWorkspace
  ) -> (inArena: [String: CPUStorage], beside: [String: CPUStorage]) {
    var (inArena, beside): ([String: CPUStorage], [(name: String, type: TensorType)]) = ([:], [])
    for output in program.outputs where !output.isUpdate {
      let type = program.types[output.value]
      if !arena.isShared, let offset = plan.offset(of: output.value) {
        inArena[output.name] = CPUStorage(type, in: arena, offset: offset)
      } else {
        beside.append((output.name, type))
      }
    }
    let memory = CPUStorage.together(beside.map(\.type))
    return (inArena, Dictionary(zip(beside.map(\.name), memory), uniquingKeysWith: { first, _ in first }))
  }

  /// Has every run end with a copy, unless the elements are there already.
  private func copy(_ source: UnsafeMutableRawPointer, _ target: CPUStorage) {
    if source != target.memory.baseAddress! { copies.append((source, target)) }
  }

  func run() {
    noteWriting()
    for step in steps { step.kernel(step.call) }
    finish()
  }

  func runTimed() -> [Duration] {
    noteWriting()
    var times = [Duration](repeating: .zero, count: program.instructions.count)
    let clock = ContinuousClock()
    for step in steps { times[step.instruction] = clock.measure { step.kernel(step.call) } }
    finish()
    return times
  }

  /// Says, before a run, what it writes.
  func noteWriting() { for storage in written { storage.noteWriting() } }

  /// Copies what a run made elsewhere to its place.
  func finish() {
    for copy in copies {
      copy.to.memory.baseAddress!.copyMemory(from: copy.from, byteCount: copy.to.type.byteCount)
    }
  }

  func output(_ name: String) -> any TensorStorage {
    guard let storage = outputs[name] else { preconditionFailure("the program has no output '\(name)'") }
    return storage
  }

  private static func bind(_ program: Program, _ storage: [String: any TensorStorage]) -> [String: CPUStorage]
  {
    var bound: [String: CPUStorage] = [:]
    for input in program.inputs {
      guard let given = storage[input.name] as? CPUStorage else {
        preconditionFailure("the input '\(input.name)' has no storage of this runtime")
      }
      let type = program.types[input.value]
      precondition(given.type == type, "the input '\(input.name)' is \(type) but its storage \(given.type)")
      bound[input.name] = given
    }
    return bound
  }
}
