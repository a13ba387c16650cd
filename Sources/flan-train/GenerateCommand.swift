import ArgumentParser
import Diagnostics
import Foundation
import Inference
import JSON
import Models
import Setup

/// `generate`: what a model answers.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract:
      "Answers a prompt, every line of standard input, or a file of prompts; a conversation at a terminal.",
    discussion: """
      Without a prompt each line of standard input is one. At a terminal that is a conversation: answers come as they are \
      made, ':format few-shot-cot' asks the next lines with worked examples and reasons, ':help' tells the rest. From a \
      pipe every line is answered as soon as it has come.

      Without options the answer is decoded greedily; --beams searches for likelier ones, and any of --temperature, \
      --top-k, --top-p and --seed draws it at random (the same for the same seed).

      An instruction-tuned decoder answers as it was trained where prompts have its family's markers of turns around them: \
      --turns chatml for SmolLM2-Instruct and Qwen. A model that was trained with model.turns has them by itself.

      Each line of --input is {"inputs": TEXT} or {"input_ids": [...]}, with ids taken as they are (end of sequence \
      included). With --json each line of the output is {"output", "output_ids", "score", "ended", "prompt"}: the score is \
      the sum of the tokens' log-probabilities, the end's included, over their number to the power of --length-penalty.

      --weights bfloat16 or int8 rounds the model's weights to 16 or 8 bits: a batch's tokens come faster, and some answers \
      may differ. With --beside float32 the prompts are answered with the weights as they are as well, and the last line on \
      standard error tells how many answers are the same, and both speeds.

      --runtime xla has a plug-in of XLA's compute, by default the first for a card; a program is compiled for every new shape.

      Examples:

        flan-train generate runs/flan-small
        flan-train generate runs/flan-small 'Reverse the list: red, green, blue'
        flan-train generate runs/flan-small --beams 4 --json --input prompts.jsonl
        flan-train generate runs/flan-small --top-p 0.9 --seed 1 < prompts.txt
        flan-train generate runs/flan-small --weights int8 < prompts.txt
        flan-train generate models/SmolLM2-135M-Instruct --turns chatml
        flan-train generate runs/flan-small --runtime xla --plugin cuda13
      """)

  @Argument(
    help: "A run folder (its best model), a checkpoint, or a Hugging Face model folder.",
    completion: Candidates.model)
  var model: String

  @Argument(help: "The prompt; without it, each line of standard input is one, at a terminal a conversation.")
  var prompt: String?

  @Option(
    help: "A JSON Lines file of prompts; '-' for standard input.", completion: .file(extensions: ["jsonl"]))
  var input: String?

  @OptionGroup(title: "How answers are found") var search: SearchArguments

  @OptionGroup var turns: TurnArguments

  @OptionGroup var weights: WeightArguments

  @OptionGroup var comparison: BesideArgument

  @OptionGroup var runtime: RuntimeArguments

  @Option(help: "Prompts that are decoded together.")
  var batch = 8

  @Option(help: "Threads; default: one for each core.")
  var threads: Int?

  @Flag(help: "One JSON object a line.")
  var json = false

  @Flag(inversion: .prefixedNo, help: "Show a single answer as it is made; default: on a terminal.")
  var stream: Bool?

  func validate() throws {
    if comparison.beside != nil, stream == true || isConversation {
      throw ValidationError(
        "--beside is for prompts that are answered at once, not for --stream and conversations")
    }
    if prompt != nil, input != nil { throw ValidationError("a prompt and --input exclude each other") }
    if stream == true, json || prompt == nil && !isConversation {
      throw ValidationError(
        "--stream is for the plain answer to a prompt on the command line or at a terminal")
    }
    if !(1...4096).contains(batch) { throw ValidationError("--batch must be from 1 to 4096") }
    try runtime.check(threads: threads)
  }

  func run() throws {
    try Outcome.of {
      let (path, found) = (model, try ModelLocator.locate(model))
      try Outcome.warnIfUntrained(found)
      let markers = try turns.markers()
      let model = try Machine.model(
        in: found.folder, runtime, threads: threads, weights: weights.weights, turns: markers)
      let generator = TextGenerator(model, batch: batch)
      let empty = EmptyAnswers()
      if let beside = comparison.beside {
        let other = try Machine.model(
          in: found.folder, runtime, threads: threads, weights: beside, turns: markers)
        try answerTwice(generator, TextGenerator(other, batch: batch), beside, empty)
      } else if let prompt {
        try answer(try generator.prompt(prompt), generator, empty)
      } else if isConversation {
        let prompts = try ConversationPrompts(found, path: path, model: model)
        var conversation = Conversation(generator, prompts, search, streams: stream ?? true)
        try conversation.run()
      } else {
        try answerLines(generator, empty) { try generator.generate($0, options, firstPrompt: $1) }
      }
      if let note = empty.note, !json { Outcome.printError(note) }
    }
  }

  /// Whether somebody types the prompts.
  private var isConversation: Bool {
    prompt == nil && input == nil && !json && isatty(STDIN_FILENO) == 1
  }

  /// Scores are for JSON alone.
  private var options: GenerationOptions {
    var options = search.options
    options.wantsScores = json
    return options
  }

  private func answer(
    _ prompt: TextGenerator.Prompt, _ generator: TextGenerator, _ empty: EmptyAnswers
  ) throws {
    guard !json, stream ?? (isatty(STDOUT_FILENO) == 1) else {
      return try emit(generator.generate([prompt], options), empty)
    }
    empty.count(try generator.generate([prompt], options, onText: Outcome.show))
    try Outcome.printResult("")
  }

  /// Answers the prompt, or lines, with two ways of keeping weights; the first one's answers are printed.
  private func answerTwice(
    _ own: TextGenerator, _ other: TextGenerator, _ beside: WeightFormat, _ empty: EmptyAnswers
  ) throws {
    var agreement = AnswerAgreement()
    func answers(
      _ prompts: [TextGenerator.Prompt], _ first: Int
    ) throws -> [TextGenerator.Generation] {
      let start = ContinuousClock.now
      let answers = try own.generate(prompts, options, firstPrompt: first)
      let middle = ContinuousClock.now
      let others = try other.generate(prompts, options, firstPrompt: first)
      agreement.add(
        answers, seconds: (middle - start) / .seconds(1), beside: others,
        seconds: (ContinuousClock.now - middle) / .seconds(1))
      return answers
    }
    if let prompt {
      try emit(answers([own.prompt(prompt)], 0), empty)
    } else {
      try answerLines(own, empty, answers)
    }
    Outcome.printError(WeightComparisonText.line(agreement, weights.weights, beside: beside))
  }

  /// Answers lines as many at a time as have come, at most a few batches, so that input of any length can be
  /// piped through and whoever waits for an answer before asking on gets it.
  private func answerLines(
    _ generator: TextGenerator, _ empty: EmptyAnswers,
    _ answers: (_ prompts: [TextGenerator.Prompt], _ first: Int) throws -> [TextGenerator.Generation]
  ) throws {
    var prompts: [TextGenerator.Prompt] = []
    var answered = 0
    func take(_ prompt: TextGenerator.Prompt) throws {
      prompts.append(prompt)
      if prompts.count == batch * 8 { try flush() }
    }
    func flush() throws {
      if prompts.isEmpty { return }
      try emit(answers(prompts, answered), empty)
      answered += prompts.count
      prompts = []
    }
    if let input {
      try InputLines.readObjects(input, atPause: flush) { try take(generator.prompt($0)) }
    } else {
      try InputLines.readTexts(atPause: flush) { try take(generator.prompt($0)) }
    }
    try flush()
  }

  private func emit(_ generations: [TextGenerator.Generation], _ empty: EmptyAnswers) throws {
    empty.count(generations)
    for generation in generations {
      if json {
        try Outcome.printResult(String(decoding: try EventCoding.line(generation), as: UTF8.self))
      } else {
        try Outcome.printResult(
          generation.output ?? generation.outputIDs.map(String.init).joined(separator: " "))
      }
    }
  }
}

/// Counts answers without a word, of which nothing is to be seen but an empty line.
private final class EmptyAnswers {
  private var answers = 0
  private var empty = 0

  func count(_ generations: [TextGenerator.Generation]) {
    answers += generations.count
    empty += generations.count(where: \.isEmpty)
  }

  /// What the user is told; `nil` where every answer has a word.
  var note: String? {
    if empty == 0 { return nil }
    let what = answers == 1 ? "the answer is empty" : "\(empty) of \(answers) answers are empty"
    return "\(what): the model ended at once (--min-tokens 1 has it say something)"
  }
}
