/// Runs programs on some hardware. Nothing above a runtime knows which one it is.
public protocol Runtime: AnyObject {
  /// What results, and the time that they take, may depend on.
  var description: RuntimeDescription { get }

  /// Whether packed rows of a batch had better stand one behind the other in a single row as long as they are full, with a program for
  /// each of the lengths that this gives: true where attention visits a segment's own block alone and preparing a program takes no
  /// time; false where attention has the scores of all pairs of a row in memory, or programs are compiled.
  var joinsRows: Bool { get }

  /// Memory for a tensor that outlives a run: a parameter, an optimizer slot, a batch.
  /// - Returns: storage filled with zeros.
  func makeStorage(_ type: TensorType) -> any TensorStorage

  /// Memory for tensors that outlive a run and are used together, such as a model's parameters.
  /// - Returns: storage for each, filled with zeros; as long as one is held, the memory of all may be.
  func makeStorages(_ types: [TensorType]) -> [any TensorStorage]

  /// As `makeStorage(_:)`, and `makeStorages(_:)`, for a runtime that divides memory among its devices by what it is for.
  func makeStorages(_ types: [TensorType], for role: StorageRole) -> [any TensorStorage]

  /// How much memory `prepare` would take for a program, without taking it; an estimate where only a compiler knows.
  func workspace(of program: Program) -> WorkspaceSize

  /// Makes a program ready to run any number of times without further allocation.
  /// - Parameters:
  ///   - program: the program.
  ///   - storage: memory for every input, by name; updates are written to it in place.
  /// - Throws: the runtime's error where it has to compile a program and cannot.
  func prepare(_ program: Program, storage: [String: any TensorStorage]) throws -> any PreparedProgram

  /// Memory for the intermediate values and scratch of programs that never run at the same time.
  func makeWorkspace(byteCount: Int) -> any Workspace

  /// As `prepare(_:storage:)`, with intermediate values and scratch in `workspace`, which must hold the
  /// program's arena.
  /// - Throws: as `prepare(_:storage:)`.
  func prepare(
    _ program: Program, storage: [String: any TensorStorage], workspace: any Workspace
  ) throws -> any PreparedProgram

  /// Has `prepare` look for compiled programs in a folder first, where `CompiledProgram.keep` has put them; a runtime
  /// that compiles nothing looks nowhere.
  /// - Parameter report: told in words why a program of the folder cannot be taken.
  func takePrograms(from folder: String, report: @escaping @Sendable (String) -> Void)
}

/// What memory that outlives a run is for.
public enum StorageRole: Sendable, Hashable {
  /// A field of a batch: its first axis is that of rows.
  case batch
  /// A parameter, or a slot of an optimizer.
  case weight
}

/// What a runtime says of itself, for whoever must tell whether two runs were made by the same.
public struct RuntimeDescription: Sendable, Hashable {
  /// What it runs on: `CPU`.
  public let name: String
  /// Threads that share the work.
  public let threads: Int
  /// The processor that its kernels are compiled for.
  public let kernels: String
  /// Who makes matrix products: its own kernels, or a library as that describes itself.
  public let matrixProducts: String
  /// The device, where another program compiles for it; `nil` where the runtime's own kernels compute.
  public let device: DeviceDescription?

  /// A description.
  public init(
    name: String, threads: Int, kernels: String, matrixProducts: String, device: DeviceDescription? = nil
  ) {
    (self.name, self.threads) = (name, threads)
    (self.kernels, self.matrixProducts) = (kernels, matrixProducts)
    self.device = device
  }
}

/// Memory for programs that take turns.
public protocol Workspace: AnyObject {
  /// Its size.
  var byteCount: Int { get }
}

extension Runtime {
  public func takePrograms(from folder: String, report: @escaping @Sendable (String) -> Void) {}

  public func makeStorages(_ types: [TensorType]) -> [any TensorStorage] { types.map(makeStorage) }

  public func makeStorages(_ types: [TensorType], for role: StorageRole) -> [any TensorStorage] {
    makeStorages(types)
  }
}

/// Memory of a tensor that outlives a run.
public protocol TensorStorage: AnyObject {
  /// Element type and shape.
  var type: TensorType { get }

  /// Grows whenever elements may have been written: as long as it stays the same, they do.
  var revision: Int { get }

  /// Makes the elements readable here, where a device alone has them: readers that follow find them, until a program
  /// writes them again. Whoever goes on with what a program has written asks for it first, since readers cannot
  /// fail.
  /// - Throws: the runtime's error where the device does not give them.
  func fetch() throws

  /// Gives the elements' bytes, row-major, to `body` for reading.
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R

  /// Gives the elements' bytes, row-major, to `body` for writing.
  func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R
}

/// A program that is ready to run.
public protocol PreparedProgram: AnyObject {
  /// The program.
  var program: Program { get }

  /// Runs the program once: reads every input's storage, writes every output and update.
  /// - Throws: the runtime's error where the device cannot: it has too little memory, or is lost. Outputs and updates
  ///   then mean nothing.
  func run() throws

  /// Runs the program once, and gives the time that every instruction took; zero for those that need none. A runtime
  /// that does not run one instruction after the other gives the time of all as that of the first.
  /// - Throws: as `run`.
  func runTimed() throws -> [Duration]

  /// Runs the program once, looking at every result of type float32, and stops behind the first instruction
  /// that makes a value that is not finite.
  ///
  /// Where it stops, which updates have been made is up to the runtime, and outputs mean nothing.
  /// - Returns: that value, or `nil` where the program ran to its end.
  /// - Throws: as `run`, and as `Runtime.prepare` where the search is compiled.
  func runToFirstNonFinite() throws -> NonFiniteValue?

  /// The value of an output after the latest run; while the program runs again, it means nothing.
  func output(_ name: String) -> any TensorStorage

  /// What a compiler has made of the program; `nil` where the runtime's own kernels run it.
  var compiled: (any CompiledProgram)? { get }

  /// Bytes that the program holds for outputs and, unless they are in a workspace that it was given, for
  /// intermediate values and scratch.
  var workspaceBytes: Int { get }
}

extension PreparedProgram {
  public var compiled: (any CompiledProgram)? { nil }
}

/// A compiler's program, whose results may differ from those of the same program compiled another time.
public protocol CompiledProgram {
  /// SHA-256 of the compiled code.
  /// - Throws: the runtime's error where the code cannot be had.
  func contentHash() throws -> String

  /// Writes the code into a folder, for `Runtime.takePrograms`.
  /// - Returns: why it could not be written, in words; `nil` where it lies there.
  func keep(in folder: String) -> String?
}

/// The first value of a run that is infinite or not a number.
public struct NonFiniteValue: Sendable, Hashable {
  /// The index, in the program, of the instruction that made it.
  public var instruction: Int
  /// Which of the instruction's results holds it.
  public var result: Int
  /// Its place in that result, row-major.
  public var element: Int
  /// The value.
  public var value: Float

  /// A value.
  public init(instruction: Int, result: Int, element: Int, value: Float) {
    self.instruction = instruction
    self.result = result
    self.element = element
    self.value = value
  }
}

/// The memory that a prepared program holds beside its inputs, in bytes.
public struct WorkspaceSize: Sendable, Hashable {
  /// Intermediate values, outputs while they are made, and scratch memory.
  public var arena: Int
  /// Outputs that are no updates, beside a workspace that other programs use too.
  public var outputs: Int
  /// Those outputs that an arena has no place for: inputs as they came.
  public var outputsOfInputs: Int

  /// A size.
  public init(arena: Int, outputs: Int, outputsOfInputs: Int) {
    self.arena = arena
    self.outputs = outputs
    self.outputsOfInputs = outputsOfInputs
  }

  /// What a program takes in a workspace that other programs use too, with the workspace.
  public var shared: Int { arena + outputs }
  /// What a program takes alone: its outputs stay in the arena, which nobody else writes to.
  public var alone: Int { arena + outputsOfInputs }
}

extension TensorStorage {
  /// The elements are where readers find them.
  public func fetch() throws {}

  /// The elements of a float32 tensor that a program has written.
  /// - Throws: as `fetch`.
  public func fetchedFloats() throws -> [Float] {
    try fetch()
    return floats
  }

  /// The elements of an int32 tensor that a program has written.
  /// - Throws: as `fetch`.
  public func fetchedIntegers() throws -> [Int32] {
    try fetch()
    return integers
  }

  /// The elements of a float32 tensor.
  public var floats: [Float] {
    precondition(type.element == .float32, "the storage holds \(type)")
    return withBytes { Array($0.bindMemory(to: Float.self)) }
  }

  /// The elements of an int32 tensor.
  public var integers: [Int32] {
    precondition(type.element == .int32, "the storage holds \(type)")
    return withBytes { Array($0.bindMemory(to: Int32.self)) }
  }

  /// Writes all elements of a float32 tensor.
  public func set(_ elements: some Collection<Float>) {
    precondition(type.element == .float32 && elements.count == type.shape.count, "the storage holds \(type)")
    withMutableBytes { _ = $0.bindMemory(to: Float.self).update(fromContentsOf: elements) }
  }

  /// Writes all elements of an int32 tensor.
  public func set(_ elements: some Collection<Int32>) {
    precondition(type.element == .int32 && elements.count == type.shape.count, "the storage holds \(type)")
    withMutableBytes { _ = $0.bindMemory(to: Int32.self).update(fromContentsOf: elements) }
  }
}
