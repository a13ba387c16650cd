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
