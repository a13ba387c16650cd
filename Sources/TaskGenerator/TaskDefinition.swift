/// A task as it is written down: what it says to its reader, and the rule that makes its instances.
package struct TaskDefinition: Sendable {
  /// The name without its number, such as `first_word`; also the key of the task's random numbers.
  package var slug: String
  /// The instruction: one or two short sentences.
  package var definition: String
  /// Prompts of the task's own, with `{input}` and without `{definition}`; they name the job in words.
  package var prompts: [String]
  /// How many instances are made.
  package var instanceCount: Int
  /// How many answers share the instances evenly (2 for yes and no); `nil` where answers are open.
  package var answerCount: Int?
  /// Makes one instance from random numbers.
  package var draft: @Sendable (inout KeyedGenerator) -> Draft

  /// Writes a task down.
  package init(
    _ slug: String, _ definition: String, prompts: [String], instances: Int = 600, answers: Int? = nil,
    draft: @escaping @Sendable (inout KeyedGenerator) -> Draft
  ) {
    self.slug = slug
    self.definition = definition
    self.prompts = prompts
    self.instanceCount = instances
    self.answerCount = answers
    self.draft = draft
  }
}
