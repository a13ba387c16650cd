import Diagnostics

extension TemplateSet {
  /// The templates that come with the program, in our own words.
  ///
  /// Parts are told apart by visible marks (`Input:`, `Q:`, `***`) and never by line ends alone, because T5's
  /// vocabulary reads every run of white space as one space; none has braces, which it does not know.
  /// - Throws: never in practice: a test parses them all.
  public static func standard() throws(TemplateError) -> TemplateSet {
    let place = SourceLocation(file: "standard templates")
    var zeroShot: [ZeroShotTemplate] = []
    for (format, prefix, prompts) in zeroShotPrompts {
      for (index, prompt) in prompts.enumerated() {
        zeroShot.append(
          try ZeroShotTemplate(name: "\(prefix)-\(index + 1)", format: format, prompt: prompt, at: place))
      }
    }
    var fewShot: [FewShotTemplate] = []
    for (format, prefix, forms) in fewShotForms {
      for (index, form) in forms.enumerated() {
        fewShot.append(
          try FewShotTemplate(
            name: "\(prefix)-\(index + 1)", format: format, preamble: form.preamble,
            inputPrefix: form.input, delimiter: form.delimiter, outputPrefix: form.output,
            separator: form.separator, at: place))
      }
    }
    var closers: [TemplatePattern] = []
    for closer in standardClosers {
      closers.append(try TemplatePattern(closer, allowing: ["output"], at: place))
    }
    return try TemplateSet(zeroShot: zeroShot, fewShot: fewShot, closers: closers, at: place)
  }

  /// Every closer has "answer is" right before the answer and one full stop after it, so that the text after
  /// the last "answer is", less its last full stop, is the answer.
  static let standardClosers = [
    "So the answer is {output}.", "Therefore, the answer is {output}.", "The answer is {output}.",
    "Thus the answer is {output}.", "So the final answer is {output}.", "The final answer is {output}.",
    "Hence the answer is {output}.", "That means the answer is {output}.",
  ]

  private static let zeroShotPrompts: [(PromptFormat, String, [String])] = [
    (
      .zeroShot, "instructed",
      [
        "{definition}\n\nInput: {input}\nOutput:",
        "{definition}\n\n{input}\n\nAnswer:",
        "Instruction: {definition}\nInput: {input}\nResponse:",
        "Task: {definition}\n\nQuestion: {input}\nAnswer:",
        "Here is what to do. {definition} Here is the input: {input}",
        "Read the task, then solve it. Task: {definition} Given: {input} Solution:",
        "You get a task and one input. The task: {definition} The input: {input} What is the output?",
        "Given: {input}\n\n{definition}",
        "Q: {definition} {input}\nA:",
        "{definition} Apply this to the following. >> {input}",
      ]
    ),
    (
      .zeroShot, "plain",
      [
        "{input}", "Question: {input}\nAnswer:", "Q: {input}\nA:", "{input}\nThe answer is",
        "Answer the following. {input}", "Please answer: {input}", "{input} What is the answer?",
        "Here is a question: {input} Give the answer.", "Problem: {input}\nSolution:",
        "Solve this and give only the answer. {input}",
      ]
    ),
    (
      .zeroShotChainOfThought, "instructed-steps",
      [
        "{definition}\n\nInput: {input}\nLet's think step by step.",
        "{definition}\n\nQuestion: {input}\nAnswer: Let's work this out step by step.",
        "Task: {definition} Input: {input} Reason first, then give the answer.",
        "{definition} {input} Explain your steps before you answer.",
        "Instruction: {definition}\nInput: {input}\nStep-by-step solution:",
        "{definition} Think carefully about this: {input} Write down the reasoning and the final answer.",
        "Given: {input}\n\n{definition} Show how you get to the answer.",
        "Q: {definition} {input}\nA: Let's think step by step.",
        "Here is a task: {definition} Here is the input: {input} First the thoughts, then the answer:",
        "{definition} Input: {input} Chain of thought:",
      ]
    ),
    (
      .zeroShotChainOfThought, "plain-steps",
      [
        "Q: {input}\nA: Let's think step by step.", "{input}\nLet's think step by step.",
        "Question: {input}\nReasoning and answer:", "{input} Explain step by step, then answer.",
        "Think before you answer. {input}", "{input} Let's reason it through.",
        "Solve this one step at a time: {input}", "Problem: {input}\nStep-by-step solution:",
        "{input} Give your reasoning and then the final answer.", "Question: {input}\nChain of thought:",
      ]
    ),
  ]

  private typealias Form = (
    preamble: String, input: String, delimiter: String, output: String, separator: String
  )

  private static let fewShotForms: [(PromptFormat, String, [Form])] = [
    (
      .fewShot, "exemplars",
      [
        ("{definition}\n\n", "Q: ", "\n", "A: ", "\n\n"),
        ("{definition}\n\n", "Input: ", "\n", "Output: ", "\n\n"),
        ("{definition}\n\n", "Question: ", "\n", "Answer: ", "\n\n"),
        ("Task: {definition}\n\n", "Example: ", "\n", "Solution: ", "\n\n"),
        ("{definition} Some examples first.\n", "input - ", "\n", "output - ", "\n***\n"),
        ("Instruction: {definition}\n", "[Problem] ", "\n", "[Answer] ", "\n---\n"),
        (
          "Learn from the examples, then do the last one. {definition}\n\n", "Given: ", " => ", "Result: ",
          " ;\n"
        ),
        ("{definition}\n\n", "* ", " -> ", "", "\n"),
        ("Here is the task: {definition}\n", "Text: ", "\n", "Response: ", "\n===\n"),
        ("", "Q: ", "\n", "A: ", "\n\n"),
      ]
    ),
    (
      .fewShotChainOfThought, "exemplars-steps",
      [
        ("{definition}\n\n", "Q: ", "\n", "A: Let's think step by step. ", "\n\n"),
        ("{definition}\n\n", "Input: ", "\n", "Reasoning and output: ", "\n\n"),
        ("{definition}\n\n", "Question: ", "\n", "Step-by-step answer: ", "\n\n"),
        ("Task: {definition}\n\n", "Example: ", "\n", "Solution with steps: ", "\n***\n"),
        (
          "Explain before you answer, as in the examples. {definition}\n", "Problem: ", "\n",
          "Explanation and answer: ", "\n---\n"
        ),
        ("{definition}\n\n", "[Question] ", "\n", "[Chain of thought] ", "\n\n"),
        ("Instruction: {definition}\n", "Given: ", " => ", "Thoughts: ", " ;\n"),
        ("", "Q: ", "\n", "A: Let's think step by step. ", "\n\n"),
      ]
    ),
  ]
}
