import Autograd

/// Programs on placed rows in one workspace: one for each of the lengths that joined rows have, a single one for rows apart.
package final class BatchPrograms {
  /// A program with the memory for its batch.
  package struct Prepared {
    /// The program.
    package let program: any PreparedProgram
    /// The storage of a batch's fields.
    package let batch: [String: any TensorStorage]
  }

  private let model: any LanguageModel
  private let runtime: any Runtime
  private let storage: [String: any TensorStorage]
  private let record: (PackedShape) -> Program
  private var workspace: any Workspace
  /// The latest last.
  private var prepared: [(shape: PackedShape, program: Prepared)] = []

  /// Programs that are kept at most: making one takes some tens of milliseconds, keeping it some megabytes.
  private static let limit = 8

  /// - Parameters:
  ///   - model: whose batches the programs take.
  ///   - workspaceBytes: what the largest program needs.
  ///   - storage: memory for every input that is no field of a batch.
  ///   - record: records the program for placed rows of a shape.
  public init(
    _ model: any LanguageModel, runtime: any Runtime, workspaceBytes: Int,
    storage: [String: any TensorStorage],
    record: @escaping (PackedShape) -> Program
  ) {
    self.model = model
    self.runtime = runtime
    self.storage = storage
    self.record = record
    workspace = runtime.makeWorkspace(byteCount: workspaceBytes)
  }

  /// Bytes of the workspace, and of the kept programs' batches and outputs.
  public var byteCount: Int {
    prepared.reduce(workspace.byteCount) {
      $0 + $1.program.program.workspaceBytes + model.byteCount(ofBatch: $1.shape)
    }
  }

  /// The program for a shape.
  /// - Throws: what preparing it throws.
  package func program(for shape: PackedShape) throws -> Prepared {
    if let place = prepared.firstIndex(where: { $0.shape == shape }) {
      prepared.append(prepared.remove(at: place))
      return prepared[prepared.count - 1].program
    }
    if prepared.count == Self.limit { prepared.removeFirst() }
    let program = record(shape)
    let needed = runtime.workspace(of: program).arena
    if needed > workspace.byteCount {
      prepared = []
      workspace = runtime.makeWorkspace(byteCount: needed)
    }
    let batch = model.makeStorage(shape, runtime)
    let new = Prepared(
      program: try runtime.prepare(
        program, storage: storage.merging(batch) { _, batch in batch }, workspace: workspace),
      batch: batch)
    prepared.append((shape, new))
    return new
  }
}
