import ArgumentParser
import Diagnostics
import Foundation
import Inference

/// `generate` at a terminal without a prompt: each line is asked, and answered as the answer is made.
///
/// Answers go to standard output, all else to standard error, so that the answers alone can be kept. Lines
/// are edited by the terminal itself.
struct Conversation {
  private static let sign = "> "
  /// The most bytes that a terminal passes on of a line, its end apart.
  #if canImport(Darwin)
    private static let longestLine = 1_023
  #else
    private static let longestLine = 4_095
  #endif

  private let generator: TextGenerator
  private let prompts: ConversationPrompts
  private var settings: SearchSettings
  private let streams: Bool
  /// Answers since the seed was set, by which sampling draws.
  private var answered = 0
  private var lastPrompt: String?

  /// - Parameter streams: whether an answer is shown as it is made.
  init(_ generator: TextGenerator, _ prompts: ConversationPrompts, _ search: SearchArguments, streams: Bool) {
    self.generator = generator
    self.prompts = prompts
    self.streams = streams
    settings = SearchSettings(search)
  }

  /// Answers lines until there are no more.
  /// - Throws: what reading standard input and writing to standard output throw.
  mutating func run() throws {
    Outcome.printError("Each line is a prompt. :help tells what else there is; Ctrl-D ends.")
    var lines = IncomingLines()
    while let line = try lines.next(atPause: { Outcome.showAside(Self.sign) }) {
      if line.allSatisfy(\.isWhitespace) { continue }
      do {
        if line.hasPrefix(":"), !line.hasPrefix("::") {
          let command = try ConversationCommand(line)
          if command == .quit { return }
          try perform(command)
        } else {
          try answer(line.hasPrefix("::") ? String(line.dropFirst()) : line)
        }
      } catch let error as any UserError where !(error is FileError) {
        Outcome.printError("\(error.description)")
      }
    }
    Outcome.printError("")
  }

  private mutating func answer(_ line: String) throws {
    if line.utf8.count >= Self.longestLine {
      Outcome.printError(
        "the terminal passes on no more than \(Self.longestLine) bytes of a line; longer prompts: --input FILE"
      )
    }
    let text = try prompts.prompt(line)
    lastPrompt = text
    let prompt = try generator.prompt(text)
    let (answered, options, generator, streams) = (answered, settings.options, generator, streams)
    let made = try AnswerInterruption.during {
      try generator.generate(
        [prompt], options, firstPrompt: answered, isInterrupted: { AnswerInterruption.isWanted },
        onText: streams ? { Outcome.show($0) } : nil)
    }
    self.answered += 1
    try Outcome.printResult(streams ? "" : made.first?.output ?? "")
    if AnswerInterruption.isWanted {
      Outcome.printError("[stopped]")
    } else if made.first?.isEmpty == true {
      Outcome.printError("[the answer is empty: the model ended at once; :min-tokens 1 has it say something]")
    } else if made.first?.ended == false {
      Outcome.printError("[cut after \(options.maximumTokens) tokens; :max-tokens allows more]")
    }
  }

  private mutating func perform(_ command: ConversationCommand) throws {
    switch command {
    case .help: Outcome.printError(ConversationCommand.helpText)
    case .format(let name?):
      try prompts.setFormat(name)
      try tellFormat()
    case .task(let name?):
      try prompts.setTask(name)
      try tellFormat()
    case .format(nil), .task(nil): try tellFormat()
    case .setting(let name, let value):
      if let value {
        do {
          try settings.set(name, to: value)
        } catch {
          // The parser speaks of options.
          return Outcome.printError(SearchArguments.message(for: error).replacing("--", with: ":"))
        }
        if name == "seed" { answered = 0 }
      }
      Outcome.printError(settings.text)
    case .show:
      try tellFormat()
      Outcome.printError(settings.text)
      if let lastPrompt { tell("the last prompt was", lastPrompt) }
    case .quit: break
    }
  }

  /// How lines are asked from now on.
  private func tellFormat() throws {
    let format = prompts.format
    let examples =
      format.hasExemplars ? " with worked examples of '\(prompts.task ?? "")' (:task takes another)" : ""
    tell("\(format.rawValue)\(examples): a line is asked as", try prompts.prompt("..."))
  }

  private func tell(_ what: String, _ prompt: String) {
    Outcome.printError("\(what)\n  \(VisibleText.of(prompt, indent: "  "))")
  }
}
