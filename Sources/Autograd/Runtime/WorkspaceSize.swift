/// The memory that a prepared program holds beside its inputs, in bytes.
public struct WorkspaceSize: Sendable, Hashable {
  /// Intermediate values and scratch memory.
  public var arena: Int
  /// Outputs that are no updates.
  public var outputs: Int

  /// A size.
  public init(arena: Int, outputs: Int) {
    self.arena = arena
    self.outputs = outputs
  }

  /// Both together.
  public var total: Int { arena + outputs }
}
