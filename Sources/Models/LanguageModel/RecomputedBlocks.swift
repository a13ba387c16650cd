import Autograd

/// The blocks whose inner values a training step computes again in its backward pass instead of keeping them (activation
/// checkpointing).
///
/// Each costs its block's forward arithmetic once more, and leaves only the block's input and output in memory.
public struct RecomputedBlocks: Sendable, Hashable {
  /// Blocks of each stack, counted from 0, by the stack's name; a stack without any is not there.
  private var stacks: [String: Set<Int>] = [:]

  /// No blocks.
  public init() {}

  /// No blocks: every value is kept.
  public static let none = RecomputedBlocks()

  /// The first `count` blocks of a model: its first stack's from the front, then the next one's.
  ///
  /// The backward pass comes to the front last, so a block there holds its values longest.
  public init(first count: Int, of model: any LanguageModel) {
    var left = max(count, 0)
    for stack in model.stacks {
      self[stack.name] = Set(0..<min(left, stack.blocks))
      left -= min(left, stack.blocks)
    }
  }

  /// The blocks of a stack.
  public subscript(stack: String) -> Set<Int> {
    get { stacks[stack] ?? [] }
    set { stacks[stack] = newValue.isEmpty ? nil : newValue }
  }

  /// How many blocks there are.
  public var count: Int { stacks.values.reduce(0) { $0 + $1.count } }
}
