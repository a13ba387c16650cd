import ArgumentParser
import Diagnostics
import Foundation
import Models
import Training

/// `generate`: what a model answers.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Answers a prompt, every line of standard input, or a file of prompts.",
    discussion: """
      Without options the answer is decoded greedily; --beams searches for likelier ones, and any of --temperature, \
      --top-k, --top-p and --seed draws it at random (the same for the same seed).

      Each line of --input is {"inputs": TEXT} or {"input_ids": [...]}, with ids taken as they are (end of sequence \
      included). With --json each line of the output is {"output", "output_ids", "score", "ended", "prompt"}: the score is \
      the sum of the tokens' log-probabilities, the end's included, over their number to the power of --length-penalty.

      Examples:

        flan-train generate runs/flan-small 'Say that it is not so: The ball is in the market.'
        flan-train generate runs/flan-small --beams 4 --json --input prompts.jsonl
        flan-train generate runs/flan-small --temperature 0.7 --top-p 0.9 --seed 1 < prompts.txt
      """)

  @Argument(
    help: "A run folder (its best model), a checkpoint, or a Hugging Face T5 folder.",
    completion: Candidates.model)
  var model: String

  @Argument(help: "The prompt; without it, each line of standard input is one.")
  var prompt: String?

  @Option(
    help: "A JSON Lines file of prompts; '-' for standard input.", completion: .file(extensions: ["jsonl"]))
  var input: String?

  @OptionGroup(title: "How answers are found") var search: SearchArguments

  @Option(help: "Prompts that are decoded together.")
  var batch = 8

  @Option(help: "Threads; default: one for each core.")
  var threads: Int?

  @Flag(help: "One JSON object a line.")
  var json = false

  @Flag(inversion: .prefixedNo, help: "Show a single answer as it is made; default: on a terminal.")
  var stream: Bool?

  func validate() throws {
    if prompt != nil, input != nil { throw ValidationError("a prompt and --input exclude each other") }
    if stream == true, json || prompt == nil {
      throw ValidationError("--stream is for the plain answer to a prompt on the command line")
    }
    if !(1...4096).contains(batch) { throw ValidationError("--batch must be from 1 to 4096") }
    try Machine.validate(threads: threads)
  }

  func run() throws {
    try Outcome.of {
      let found = try ModelLocator.locate(model)
      try Outcome.warnIfUntrained(found)
      let model = try Machine.model(in: found.folder, threads: threads)
      let generator = TextGenerator(model, batch: batch)
      if let prompt {
        try answer(try generator.prompt(prompt), generator)
      } else {
        try answerLines(generator)
      }
    }
  }

  /// Scores are for JSON alone.
  private var options: GenerationOptions {
    var options = search.options
    options.wantsScores = json
    return options
  }

  private func answer(_ prompt: TextGenerator.Prompt, _ generator: TextGenerator) throws {
    guard !json, stream ?? (isatty(STDOUT_FILENO) == 1) else {
      return try emit(generator.generate([prompt], options))
    }
    var shown = ""
    let made = generator.generate([prompt], options) { text in
      shown += text
      Outcome.show(text)
    }
    // What was held back, or all of it where the search settles nothing before its end.
    let rest = made.first?.output.map { $0.hasPrefix(shown) ? String($0.dropFirst(shown.count)) : "\n" + $0 }
    try Outcome.printResult(rest ?? "")
  }

  /// Answers lines a few batches at a time, so that input of any length can be piped through.
  private func answerLines(_ generator: TextGenerator) throws {
    var prompts: [TextGenerator.Prompt] = []
    var answered = 0
    func take(_ prompt: TextGenerator.Prompt) throws {
      prompts.append(prompt)
      if prompts.count == batch * 8 { try flush() }
    }
    func flush() throws {
      try emit(generator.generate(prompts, options, firstPrompt: answered))
      answered += prompts.count
      prompts = []
    }
    if let input {
      try InputLines.readObjects(input) { try take(generator.prompt($0)) }
    } else {
      while let line = readLine() { try take(generator.prompt(line)) }
    }
    try flush()
  }

  private func emit(_ generations: [TextGenerator.Generation]) throws {
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
