import Autograd
import CPURuntime
import Diagnostics

/// A runtime of the processor's that stands for one on a device which is lost: from one fetch on, none of its tensors can be
/// had. Who reads without having asked gets numbers that are none.
package final class LosingRuntime: Runtime {
  /// What the lost device throws.
  package struct Lost: UserError {
    package var category: FailureCategory { .failure }
    package var location: SourceLocation? { nil }
    package var problem: String { "the device is lost" }
    package var nextStep: String? { nil }
  }

  private let runtime = CPURuntime(threads: 1)
  private let last: Int?
  /// How often a tensor was asked for.
  package private(set) var fetches = 0
  /// Whether the device is lost.
  fileprivate var isLost: Bool { last.map { fetches > $0 } ?? false }

  /// - Parameter last: the fetches that succeed; `nil` is all.
  package init(after last: Int? = nil) { self.last = last }

  package var description: RuntimeDescription { runtime.description }
  package var joinsRows: Bool { runtime.joinsRows }

  fileprivate func fetch() throws {
    fetches += 1
    if isLost { throw Lost() }
  }

  package func makeStorage(_ type: TensorType) -> any TensorStorage {
    LosingStorage(runtime.makeStorage(type), self)
  }

  package func workspace(of program: Program) -> WorkspaceSize { runtime.workspace(of: program) }

  package func makeWorkspace(byteCount: Int) -> any Workspace { runtime.makeWorkspace(byteCount: byteCount) }

  package func prepare(
    _ program: Program, storage: [String: any TensorStorage]
  ) -> any PreparedProgram {
    LosingProgram(runtime.prepare(program, storage: Self.inner(storage)), self)
  }

  package func prepare(
    _ program: Program, storage: [String: any TensorStorage], workspace: any Workspace
  ) -> any PreparedProgram {
    LosingProgram(runtime.prepare(program, storage: Self.inner(storage), workspace: workspace), self)
  }

  private static func inner(_ storage: [String: any TensorStorage]) -> [String: any TensorStorage] {
    storage.mapValues { ($0 as? LosingStorage)?.inner ?? $0 }
  }
}

private final class LosingStorage: TensorStorage {
  let inner: any TensorStorage
  private let runtime: LosingRuntime

  init(_ inner: any TensorStorage, _ runtime: LosingRuntime) { (self.inner, self.runtime) = (inner, runtime) }

  var type: TensorType { inner.type }
  var revision: Int { inner.revision }

  func fetch() throws { try runtime.fetch() }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    if !runtime.isLost { return try inner.withBytes(body) }
    // Integers must stay ids and places.
    let byte: UInt8 = type.element == .float32 ? 0xFF : 0
    return try [UInt8](repeating: byte, count: type.byteCount).withUnsafeBytes(body)
  }

  func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    try inner.withMutableBytes(body)
  }
}

private final class LosingProgram: PreparedProgram {
  private let inner: any PreparedProgram
  private let runtime: LosingRuntime

  init(_ inner: any PreparedProgram, _ runtime: LosingRuntime) {
    (self.inner, self.runtime) = (inner, runtime)
  }

  var program: Program { inner.program }
  var workspaceBytes: Int { inner.workspaceBytes }

  private func check() throws {
    if runtime.isLost { throw LosingRuntime.Lost() }
  }

  func run() throws {
    try check()
    try inner.run()
  }

  func runTimed() throws -> [Duration] {
    try check()
    return try inner.runTimed()
  }

  func runToFirstNonFinite() throws -> NonFiniteValue? {
    try check()
    return try inner.runToFirstNonFinite()
  }

  func output(_ name: String) -> any TensorStorage { LosingStorage(inner.output(name), runtime) }
}
