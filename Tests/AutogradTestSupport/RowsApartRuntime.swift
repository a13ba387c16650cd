import Autograd

/// A runtime that is another one but for the layout of rows: it wants them apart.
public final class RowsApartRuntime: Runtime {
  private let base: any Runtime

  /// The runtime that does the work.
  public init(_ base: any Runtime) { self.base = base }

  public var description: RuntimeDescription { base.description }
  public var joinsRows: Bool { false }
  public func makeStorage(_ type: TensorType) -> any TensorStorage { base.makeStorage(type) }
  public func makeStorages(_ types: [TensorType]) -> [any TensorStorage] { base.makeStorages(types) }
  public func workspace(of program: Program) -> WorkspaceSize { base.workspace(of: program) }
  public func makeWorkspace(byteCount: Int) -> any Workspace { base.makeWorkspace(byteCount: byteCount) }

  public func prepare(
    _ program: Program, storage: [String: any TensorStorage]
  ) throws -> any PreparedProgram { try base.prepare(program, storage: storage) }

  public func prepare(
    _ program: Program, storage: [String: any TensorStorage], workspace: any Workspace
  ) throws -> any PreparedProgram { try base.prepare(program, storage: storage, workspace: workspace) }
}
