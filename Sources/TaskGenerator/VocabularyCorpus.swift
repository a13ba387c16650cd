/// What the vocabulary is trained on: every word of the tasks, and of the prompts that formats put around
/// them.
package enum VocabularyCorpus {
  /// The words with their counts, sorted by their letters.
  ///
  /// No piece of a unigram vocabulary reaches across a space, so words with counts say all that whole texts
  /// say. Words are cut at every sign, so that no piece joins a word with its comma: a word is to be the same
  /// piece wherever it stands.
  /// - Parameter texts: what else is counted, such as documents.
  package static func words(
    of tasks: [GeneratedTask], texts: [String] = []
  ) -> [(text: String, count: Int)] {
    var counts: [String: Int] = [:]
    func add(_ text: String, times: Int = 1) {
      for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
        counts[String(word), default: 0] += times
      }
    }
    for task in tasks {
      let share = task.instances.count / max(1, task.prompts.count)
      for definition in task.definitions {
        add(definition, times: task.instances.count / (2 * task.definitions.count))
      }
      for prompt in task.prompts {
        add(prompt.replacing("{definition}", with: " ").replacing("{input}", with: " "), times: share)
      }
      for draft in task.instances {
        add(draft.input)
        add(draft.output)
        add(draft.rationale ?? "")
      }
    }
    for text in texts { add(text) }
    for text in formatTexts { add(text, times: 1000) }
    return counts.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
      .map { (text: $0.key, count: max($0.value, leastCount)) }
  }

  /// The pieces that the vocabulary must have: each word of the corpus whole, and every printable ASCII
  /// character, so that any English text can be written.
  package static func requiredPieces(of words: [(text: String, count: Int)]) -> [String] {
    let characters = (UInt8(ascii: "!")...UInt8(ascii: "~")).map { String(Unicode.Scalar($0)) }
    return [" "] + characters + words.map { " \($0.text)" }
  }

  /// Rare words count for this much, lest their parts be more probable than the whole.
  private static let leastCount = 100

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
