import Autograd
import COpenBLAS
import CStartup

/// Runs programs on the processor: OpenBLAS for matrix products, SIMD kernels for the rest, one thread pool
/// for both.
///
/// For a fixed number of threads every result is the same from run to run, bit for bit.
public final class CPURuntime: Runtime {
  /// The threads that share the work of each operation.
  public let threads: Int
  let pool: ThreadPool
  private let spare = SpareArena()

  /// A runtime with `threads` threads, the calling one included.
  public init(threads: Int) {
    precondition(threads >= 1, "a runtime needs at least one thread")
    self.threads = threads
    pool = ThreadPool(threads: threads)
    // One pool only: OpenBLAS's own threads would spin beside ours and slow both.
    openblas_set_num_threads(1)
  }

  public func makeStorage(_ type: TensorType) -> any TensorStorage { CPUStorage(type) }

  public func makeStorages(_ types: [TensorType]) -> [any TensorStorage] { CPUStorage.together(types) }

  public func prepare(_ program: Program, storage: [String: any TensorStorage]) -> any PreparedProgram {
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
    let plan = MemoryPlan(program, threads: threads)
    precondition(
      plan.arenaBytes <= arena.byteCount, "\(plan.arenaBytes) bytes in a workspace of \(arena.byteCount)")
    return PreparedCPUProgram(program, plan, storage: storage, pool: pool, arena: arena)
  }

  /// Bytes of addresses that each thread but the first takes beside the memory of the plans: a buffer of OpenBLAS, of which
  /// little becomes memory, and a stack. The first has them when the process starts.
  public static let addressesPerThread = Int(FLAN_TRAIN_BLAS_BUFFER_BYTES) + 9 << 20

  /// Makes OpenBLAS's buffers for all threads now, for a process whose addresses are limited: the system refuses none later
  /// that OpenBLAS would then ask for again and again.
  public func reserveBuffers() { COpenBLAS_reserve(Int32(threads)) }

  /// The processor that the kernels are compiled for, for a run's passport: a level that many processors have in common, with
  /// `native` where they use everything that the processor has on which they were built.
  public static var kernelDescription: String {
    #if NATIVE_PROCESSOR
      "\(Processor.name), native"
    #else
      Processor.name
    #endif
  }

  /// The kernels that OpenBLAS chose for this processor, such as `Haswell`.
  public static var blasCore: String { String(cString: openblas_get_corename()) }

  /// How OpenBLAS describes its build and the core it chose, and which products are not its own, for a run's passport.
  public static var blasDescription: String {
    "\(String(cString: openblas_get_config())); \(productsDescription)"
  }

  private static var productsDescription: String {
    #if FUSED_MULTIPLY_ADD
      let blocks = "from own panels with \(PackedProduct.isWide ? "AVX-512" : "narrow") blocks"
      return Processor.isKnownToBLAS
        ? "large products \(blocks)"
        : "all products \(blocks), since that core is not this processor's"
    #else
      return "all products its own (portable build)"
    #endif
  }
}
