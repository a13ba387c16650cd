import Autograd

/// An operation that this runtime has a kernel for.
protocol CPUOperation: Operation {
  /// Pairs of an operand and a result that may share memory: the kernel reads an element of the operand
  /// before it writes the same element of the result, and nothing else of the operand after.
  var inPlace: [(operand: Int, result: Int)] { get }

  /// Bytes of scratch memory that the kernel needs while it runs.
  func scratchBytes(_ site: KernelSite) -> Int

  /// The kernel for operands of known types; what can be computed once is computed here.
  func makeKernel(_ site: KernelSite) -> Kernel
}

extension CPUOperation {
  var inPlace: [(operand: Int, result: Int)] { [] }
  func scratchBytes(_ site: KernelSite) -> Int { 0 }
}

/// What is known about an instruction before it runs.
struct KernelSite {
  let operands: [TensorType]
  let results: [TensorType]
  let threads: Int
  let summation: Program.Summation
}

extension KernelSite {
  init(_ program: Program, _ instruction: Program.Instruction, threads: Int) {
    self.init(
      operands: instruction.operands.map { program.types[$0] },
      results: instruction.results.map { program.types[$0] }, threads: threads, summation: program.summation)
  }
}

/// Computes one instruction.
typealias Kernel = (borrowing KernelCall) -> Void

/// The memory of one instruction, fixed when the program is prepared.
struct KernelCall {
  let operands: [UnsafeMutableRawPointer]
  let results: [UnsafeMutableRawPointer]
  let scratch: UnsafeMutableRawPointer
  let pool: ThreadPool

  /// The elements of a float32 operand.
  @inline(__always)
  func input(_ index: Int) -> UnsafePointer<Float> {
    UnsafePointer(operands[index].assumingMemoryBound(to: Float.self))
  }

  /// The elements of an int32 operand.
  @inline(__always)
  func integers(_ index: Int) -> UnsafePointer<Int32> {
    UnsafePointer(operands[index].assumingMemoryBound(to: Int32.self))
  }

  /// The elements of a float32 result.
  @inline(__always)
  func output(_ index: Int) -> UnsafeMutablePointer<Float> {
    results[index].assumingMemoryBound(to: Float.self)
  }

  /// The elements of an int32 result.
  @inline(__always)
  func integerOutput(_ index: Int) -> UnsafeMutablePointer<Int32> {
    results[index].assumingMemoryBound(to: Int32.self)
  }

  /// The scratch memory as floats.
  var floatScratch: UnsafeMutablePointer<Float> { scratch.assumingMemoryBound(to: Float.self) }
}
