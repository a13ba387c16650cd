/// What a run will take of memory at its peak, by component, in bytes.
public struct MemoryEstimate: Sendable, Codable, Equatable {
  /// The parameters.
  public var weights: Int
  /// The optimizer's state.
  public var optimizer: Int
  /// The sums of gradients of a step in parts; otherwise every gradient lives in the activations' memory.
  public var gradients: Int
  /// Activations, gradients on their way and scratch memory of the step's programs.
  public var activations: Int
  /// The batch, scalars and outputs.
  public var batch: Int
  /// The programs of evaluation, where the run evaluates.
  public var evaluation: Int
  /// Everything else: data, vocabulary, the program itself.
  public var process: Int

  /// All together.
  public var total: Int {
    weights + optimizer + gradients + activations + batch + evaluation + process
  }
}
