import Autograd
import COpenBLAS
import CStartup

/// Runs programs on the processor with SIMD kernels of its own and one pool of threads.
///
/// For the same kernels every result is the same from run to run and on any number of threads, bit for bit:
/// work is divided by its sizes alone, and sums are put together in the order of their parts. OpenBLAS makes
/// products where the kernels have no fused multiply-add.
public final class CPURuntime: Runtime {
  /// The threads that share the work of each operation.
  public let threads: Int
  let pool: ThreadPool
  private let spare = SpareArena()

  /// A runtime with `threads` threads, the calling one included.
  public convenience init(threads: Int) {
    precondition(threads >= 1, "a runtime needs at least one thread")
    self.init(pool: ThreadPool(threads: threads))
  }

  /// A runtime that does on the calling thread what `threads` threads would share, and tells how long they
  /// would take (`runSimulated`). Its results are those of any runtime.
  public convenience init(simulating threads: Int) {
    precondition(threads >= 1, "a runtime needs at least one thread")
    self.init(pool: ThreadPool(simulating: threads))
  }

  private init(pool: ThreadPool) {
    (threads, self.pool) = (pool.threads, pool)
    // One pool only: OpenBLAS's own threads would spin beside ours and slow both.
    openblas_set_num_threads(1)
  }

  /// Attention visits blocks of segments, and a program is prepared in milliseconds.
  public var joinsRows: Bool { true }

  public func makeStorage(_ type: TensorType) -> any TensorStorage { CPUStorage(type) }

  public func makeStorages(_ types: [TensorType]) -> [any TensorStorage] {
    CPUStorage.together(types, on: pool)
  }

  /// What is run for a program: the program itself, with the definitions of fused operations that have no
  /// kernel here.
  func runnable(_ program: Program) -> Program {
    program.expandingFusedOperations { !($0 is any CPUOperation) }
  }

  public func prepare(_ program: Program, storage: [String: any TensorStorage]) -> any PreparedProgram {
    let program = runnable(program)
    let plan = MemoryPlan(program, threads: threads)
    let arena = CPUWorkspace(spare.take(plan.arenaBytes), returningTo: spare)
    return PreparedCPUProgram(program, plan, storage: storage, pool: pool, arena: arena)
  }

  public func makeWorkspace(byteCount: Int) -> any Workspace {
    CPUWorkspace(AlignedMemory(byteCount: byteCount))
  }

  public func prepare(
    _ program: Program, storage: [String: any TensorStorage], workspace: any Workspace
  ) -> any PreparedProgram {
    guard let arena = workspace as? CPUWorkspace else {
      preconditionFailure("the workspace is another runtime's")
    }
    let program = runnable(program)
    let plan = MemoryPlan(program, threads: threads)
    precondition(
      plan.arenaBytes <= arena.byteCount, "\(plan.arenaBytes) bytes in a workspace of \(arena.byteCount)")
    return PreparedCPUProgram(program, plan, storage: storage, pool: pool, arena: arena)
  }

  /// What preparing `program` would take: the sizes of the very plan that it would make.
  public func workspace(of program: Program) -> WorkspaceSize {
    let program = runnable(program)
    let plan = MemoryPlan(program, threads: threads)
    let outputs = program.outputs.filter { !$0.isUpdate }
    func bytes(_ outputs: [Program.Output]) -> Int {
      outputs.reduce(0) { $0 + program.types[$1.value].byteCount }
    }
    return WorkspaceSize(
      arena: plan.arenaBytes, outputs: bytes(outputs),
      outputsOfInputs: bytes(outputs.filter { plan.offset(of: $0.value) == nil }))
  }

  /// Bytes of addresses that each thread but the first takes beside the memory of the plans: a stack and,
  /// where OpenBLAS makes products, a buffer of its, of which little becomes memory. The first has them when
  /// the process starts.
  public static let addressesPerThread =
    (PackedProduct.replacesBLAS ? 0 : Int(FLAN_TRAIN_BLAS_BUFFER_BYTES)) + 9 << 20

  /// Makes OpenBLAS's buffers for all threads now, for a process whose addresses are limited: the system
  /// refuses none later that OpenBLAS would then ask for again and again.
  public func reserveBuffers() {
    if !PackedProduct.replacesBLAS { COpenBLAS_reserve(Int32(threads)) }
  }

  public var description: RuntimeDescription { Self.description(threads: threads) }

  /// What a runtime of this build with `threads` threads says of itself: the level of processor that its
  /// kernels are compiled for, with `native` where they use everything that the processor has on which they
  /// were built; and that panels of our own make matrix products, or in builds without fused multiply-adds
  /// OpenBLAS, with how it describes its build and the core whose kernels it chose.
  public static func description(threads: Int) -> RuntimeDescription {
    #if NATIVE_PROCESSOR
      let kernels = "\(Processor.name), native"
    #else
      let kernels = Processor.name
    #endif
    return RuntimeDescription(
      name: "CPU", threads: threads, kernels: kernels,
      matrixProducts: PackedProduct.replacesBLAS
        ? "own panels with \(PackedProduct.isWide ? "AVX-512" : "narrow") blocks"
        : String(cString: openblas_get_config()))
  }
}
