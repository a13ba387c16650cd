import ArgumentParser
import Diagnostics
import Foundation
import Training

/// `generate`: what a model answers.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Answers a prompt, or every line of standard input, by greedy decoding.",
    discussion: """
      Examples:

        flan-train generate runs/flan-small 'Say that it is not so: The ball is in the market.'
        flan-train generate runs/flan-small --json < prompts.txt
      """)

  @Argument(help: "A run folder (its best model), a checkpoint, or a Hugging Face T5 folder.")
  var model: String

  @Argument(help: "The prompt; without it, each line of standard input is one.")
  var prompt: String?

  @Option(help: "The most tokens of an answer.")
  var maxTokens = 128

  @Option(help: "Prompts that are decoded together.")
  var batch = 8

  @Option(help: "Threads; default: one for each core.")
  var threads: Int?

  @Flag(help: "One JSON object a line: prompt, output, output_ids.")
  var json = false

  func validate() throws {
    if maxTokens < 1 || maxTokens > 65_536 { throw ValidationError("--max-tokens must be from 1 to 65536") }
    if batch < 1 || batch > 4096 { throw ValidationError("--batch must be from 1 to 4096") }
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads must be from 1 to 1024")
    }
  }

  func run() throws {
    try Outcome.of {
      let found = try ModelLocator.locate(model)
      let generator = try TextGenerator(
        folder: found.folder, runtime: Machine.runtime(threads: threads), batch: prompt == nil ? batch : 1)
      if let prompt {
        try emit(generator.generate([prompt], maximumTokens: maxTokens))
      } else {
        try generateLines(generator)
      }
    }
  }

  /// Answers standard input, a few batches of lines at a time, so that input of any length can be piped through.
  private func generateLines(_ generator: TextGenerator) throws {
    var lines: [String] = []
    while let line = readLine() {
      lines.append(line)
      if lines.count == batch * 8 {
        try emit(generator.generate(lines, maximumTokens: maxTokens))
        lines = []
      }
    }
    try emit(generator.generate(lines, maximumTokens: maxTokens))
  }

  private func emit(_ generations: [TextGenerator.Generation]) throws {
    for generation in generations {
      if json {
        try Outcome.printResult(String(decoding: try EventCoding.line(generation), as: UTF8.self))
      } else {
        try Outcome.printResult(generation.output)
      }
    }
  }
}
