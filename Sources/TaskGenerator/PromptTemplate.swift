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
