import Autograd
import PJRT

/// A compiled program with the storage of its inputs and outputs.
package final class PreparedXLAProgram: PreparedProgram {
  package let program: Program
  private let runtime: XLARuntime
  private let sharding: Sharding
  private let lowered: LoweredProgram
  private let kept: KeptExecutable
  private let bound: [String: any DeviceStorage]
  private var outputs: [String: any TensorStorage] = [:]
  /// Where each result of the function goes.
  private var targets: [XLAStorage] = []
  /// The search for numbers that are not finite, once it has been asked for.
  private var search: NonFiniteSearch?

  /// What the compiler says of the memory of a run.
  package let memory: CompiledMemory

  /// Lowers and compiles a program.
  ///
  /// The memory of a state is given to the update that replaces it, unless the state is bound to another input too.
  /// - Throws: `PJRTError`, `FileError` where the plug-in's file can no longer be read.
  init(_ program: Program, storage: [String: any TensorStorage], _ runtime: XLARuntime) throws {
    (self.program, self.runtime) = (program, runtime)
    bound = Self.bind(program, storage)
    let uses = Dictionary(bound.values.map { (ObjectIdentifier($0), 1) }, uniquingKeysWith: +)
    let donated = program.outputs.filter(\.isUpdate).map(\.name).filter { [bound] name in
      bound[name].map { uses[ObjectIdentifier($0)] == 1 } ?? false
    }
    sharding = Sharding(
      deviceCount: runtime.devices.count,
      split: Set(bound.filter { ($0.value as? XLAStorage)?.isSplit == true }.keys))
    lowered = program.lowered(runtime.lowering, sharding, donating: Set(donated))
    kept = try runtime.kept(lowered)
    memory = try kept.executable.memory()
    for result in lowered.results {
      if result.isUpdate {
        guard let state = bound[result.name] as? XLAStorage else {
          preconditionFailure("the state '\(result.name)' is a program's scalar")
        }
        targets.append(state)
      } else {
        let storage = XLAStorage(program.types[result.value], runtime.devices, runtime.failures)
        outputs[result.name] = storage
        targets.append(storage)
      }
    }
    if lowered.scalarResults.isEmpty { return }
    let vector = XLAStorage(
      .float32([lowered.scalarResults.count]), runtime.devices, runtime.failures)
    targets.append(vector)
    for (place, output) in lowered.scalarResults.enumerated() {
      outputs[output.name] = XLAScalar(in: vector, at: place)
    }
  }

  package var compiled: (any CompiledProgram)? { kept }

  package var workspaceBytes: Int { memory.temporaries + memory.results - memory.donated }

  /// - Throws: `PJRTError`: of the code `resourceExhausted` where the device has too little memory.
  package func run() throws {
    let run = try start(kept.executable, lowered)
    for (place, target) in targets.enumerated() { target.replace(with: run.results.map { $0[place] }) }
    // What a run wrote means nothing where it failed, so nobody reads before it is over.
    try run.wait()
  }

  /// The whole run as the time of the first instruction: a compiled program has no others.
  /// - Throws: as `run`.
  package func runTimed() throws -> [Duration] {
    var times = [Duration](repeating: .zero, count: program.instructions.count)
    let time = try ContinuousClock().measure { try run() }
    if !times.isEmpty { times[0] = time }
    return times
  }

  /// Compiles the search when it is first asked for. Updates are made where all numbers are finite, else none.
  /// - Throws: as `run`, and what compiling throws.
  package func runToFirstNonFinite() throws -> NonFiniteValue? {
    let search = try self.search ?? NonFiniteSearch(program, sharding, runtime)
    self.search = search
    if let value = try search.run(start) { return value }
    try run()
    return nil
  }

  package func output(_ name: String) -> any TensorStorage {
    guard let storage = outputs[name] else { preconditionFailure("the program has no output '\(name)'") }
    return storage
  }

  /// Starts a function of this program's inputs.
  private func start(_ executable: PJRTExecutable, _ lowered: LoweredProgram) throws(PJRTError) -> PJRTRun {
    try runtime.failures.check()
    var arguments = [[PJRTBuffer]](repeating: [], count: runtime.devices.count)
    for input in lowered.arguments {
      guard let storage = bound[input.name] as? XLAStorage else {
        preconditionFailure("the input '\(input.name)' has no storage of this runtime")
      }
      for (device, buffer) in try storage.onDevices().enumerated() { arguments[device].append(buffer) }
    }
    if !lowered.scalarArguments.isEmpty {
      for input in lowered.scalarArguments { try bound[input.name]!.read() }
      let scalars = lowered.scalarArguments.map { bound[$0.name]!.floats[0] }
      let made = scalars.withUnsafeBytes { bytes in
        Result { () throws(PJRTError) in
          try runtime.devices.buffers(of: bytes, .float32([scalars.count]), split: false)
        }
      }
      for (device, buffer) in try made.get().enumerated() { arguments[device].append(buffer) }
    }
    return try executable.start(arguments)
  }

  private static func bind(
    _ program: Program, _ storage: [String: any TensorStorage]
  ) -> [String: any DeviceStorage] {
    var bound: [String: any DeviceStorage] = [:]
    for input in program.inputs {
      guard let given = storage[input.name] as? any DeviceStorage else {
        preconditionFailure("the input '\(input.name)' has no storage of this runtime")
      }
      let type = program.types[input.value]
      precondition(given.type == type, "the input '\(input.name)' is \(type) but its storage \(given.type)")
      bound[input.name] = given
    }
    return bound
  }
}

extension KeptExecutable: CompiledProgram {
  package func keep(in folder: String) -> String? {
    var copy = self
    copy.keep(in: ExecutableCache(folder: folder))
    return copy.notes.count > notes.count ? copy.notes.last : nil
  }
}
