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

/// The zero-shot prompts that tasks share; `{definition}` and `{input}` are the places to fill.
enum PromptTemplate {
  /// Prompts that fit any task.
  static let shared = [
    "{definition}\n{input}",
    "{definition}\nInput: {input}\nOutput:",
    "Task: {definition}\n{input}\nAnswer:",
    "{input}\n{definition}",
    "Instruction: {definition}\nInput: {input}",
    "Read this: {input}\n{definition}",
    "{definition} Here it is: {input}",
    "Q: {definition} {input}\nA:",
  ]

  /// Three shared prompts, chosen by the task's number so that all are used alike, then the task's own.
  static func prompts(for task: TaskDefinition, number: Int) -> [String] {
    let chosen = [0, 3, 5].map { shared[(number + $0) % shared.count] }
    return chosen + task.prompts
  }
}

/// One instance as a task's rule makes it, before it has an id.
package struct Draft: Sendable, Equatable {
  /// The text that the task is done on.
  package var input: String
  /// The one right answer.
  package var output: String
  /// Why the answer is right, for people; shown with positive examples.
  package var explanation: String
  /// The steps to the answer, ending in the answer and a full stop; `nil` for tasks without rationales.
  package var rationale: String?
  /// A tempting answer that is not right, for a negative example.
  package var wrong: String?

  /// The answers that somebody would choose among who knows the kind of answer and no more, such as the names
  /// in the text, `output` among them; empty for free text.
  package private(set) var candidates: [String] = []
  /// Further texts of the instance by name, which its task's prompts may show: `list`, `word`.
  package var fields: [String: String] = [:]

  /// A direct instance.
  package init(_ input: String, _ output: String, because explanation: String, not wrong: String? = nil) {
    self.input = input
    self.output = output
    self.explanation = explanation
    self.wrong = wrong == output ? nil : wrong
  }

  /// An instance whose explanation is its rationale.
  package init(_ input: String, _ output: String, rationale: String, not wrong: String? = nil) {
    self.init(input, output, because: rationale, not: wrong)
    self.rationale = rationale
  }

  /// The instance with its candidates, each of them once.
  func among(_ candidates: [String]) -> Draft {
    var draft = self
    draft.candidates = candidates.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    return draft
  }

  /// The instance with the numbers that its task's answers can be as candidates.
  func among(_ numbers: ClosedRange<Int>) -> Draft { among(numbers.map { "\($0)" }) }
}
