/// What the vocabulary is trained on: every word of the tasks, and of the prompts that formats put around them.
public enum VocabularyCorpus {
  /// The words with their counts, sorted by their letters; a word keeps the signs that it is written with.
  ///
  /// No piece of a unigram vocabulary reaches across a space, so words with counts say all that whole texts say.
  public static func words(of tasks: [GeneratedTask]) -> [(text: String, count: Int)] {
    var counts: [String: Int] = [:]
    func add(_ text: String, times: Int = 1) {
      for word in text.split(whereSeparator: \.isWhitespace) { counts[String(word), default: 0] += times }
    }
    for task in tasks {
      let rounds = task.instances.count / max(1, task.prompts.count)
      add(task.definition, times: task.instances.count / 2)
      for prompt in task.prompts {
        add(prompt.replacing("{definition}", with: " ").replacing("{input}", with: " "), times: rounds)
      }
      for draft in task.instances {
        add(draft.input)
        add(draft.output)
        add(draft.rationale ?? "")
      }
    }
    for text in formatTexts { add(text, times: 1000) }
    return counts.sorted { $0.key < $1.key }.map { (text: $0.key, count: $0.value) }
  }

  /// The sign characters and letters that must be pieces, so that any English text can be written.
  public static let requiredCharacters = String((UInt8(ascii: "!")...UInt8(ascii: "~")).map { Character(Unicode.Scalar($0)) })

  /// Words that prompts of all formats are made of.
  static let formatTexts = [
    "Input: Output: Question: Answer: Instruction: Task: Example: Examples: Problem: Solution: Response: Result:",
    "Given: Text: Explanation: Reasoning: Thoughts: Rationale: Q: A: input output question answer instruction task",
    "example examples problem solution response result given text explanation reasoning thoughts rationale",
    "Let's think step by step. Let's work this out step by step. Let's reason it through. Step-by-step solution:",
    "So the answer is Therefore, the answer is The answer is Thus the answer is So the final answer is",
    "The final answer is Hence the answer is That means the answer is Final answer: Chain of thought:",
    "Reason first, then give the answer. Explain your steps before you answer. Think carefully about this:",
    "Write down the reasoning and the final answer. Show how you get to the answer. Think before you answer.",
    "Here is a task: Here is the input: First the thoughts, then the answer: Here is what to do.",
    "Read the task, then solve it. You get a task and one input. The task: The input: What is the output?",
    "Apply this to the following. Answer the following. Please answer: What is the answer? Give the answer.",
    "Solve this and give only the answer. Solve this one step at a time: Explain step by step, then answer.",
    "Give your reasoning and then the final answer. Some examples first. Learn from the examples, then do the last one.",
    "Here is a question: Explain before you answer, as in the examples. Solution with steps: thoughts",
    "=> -> *** --- === >> ; * - [Problem] [Answer] [Question] [Chain of thought]",
  ]
}
