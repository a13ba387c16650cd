import Foundation
import Testing

/// A call that must fail with one clear message.
struct BadInput: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Puts the fault into a fresh world.
  let arrange: @Sendable (SmallWorld) throws -> Void
  let arguments: [String]
  let input: String
  /// The exit code.
  let status: Int32
  /// What the message must say: what, where, what to do.
  let parts: [String]
  /// Whether the fault shows only in training, so that a run is left.
  let leavesRun: Bool

  init(
    _ description: String, _ arguments: [String], input: String = "", exits status: Int32,
    saying parts: [String], leavesRun: Bool = false,
    _ arrange: @escaping @Sendable (SmallWorld) throws -> Void = { _ in }
  ) {
    self.leavesRun = leavesRun
    testDescription = description
    self.arrange = arrange
    self.arguments = arguments
    self.input = input
    self.status = status
    self.parts = parts
  }

  /// An edit of the recipe.
  static func recipe(
    _ description: String, _ old: String, _ new: String, exits status: Int32 = 64, saying parts: [String],
    _ arrange: @escaping @Sendable (SmallWorld) throws -> Void = { _ in }
  ) -> BadInput {
    BadInput(description, ["recipe.json"], exits: status, saying: parts) { world in
      try arrange(world)
      try world.edit("recipe.json", old, new)
    }
  }
}
