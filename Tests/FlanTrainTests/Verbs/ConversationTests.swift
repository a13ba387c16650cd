import Diagnostics
import Foundation
import Testing

/// `generate` without a prompt: at a terminal a conversation, from a pipe an answer as soon as each line has come.
@Suite struct ConversationTests {
  private static func start(_ arguments: String...) throws -> (world: SmallWorld, terminal: Terminal) {
    let (world, _) = try VerbTests.trained.get()
    let all = ["generate", "runs/small", "--max-tokens", "5", "--threads", "1"] + arguments
    return (world, try Terminal(all, in: world.path))
  }

  private static func answer(_ world: SmallWorld, _ prompt: String, _ more: String...) throws -> String {
    let result = try Command.run(
      ["generate", "runs/small", prompt, "--max-tokens", "5", "--threads", "1"] + more, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test(.enabled(if: Terminal.isPossible))
  func linesAreAnsweredAsTheyAreTyped() throws {
    let (world, terminal) = try Self.start()
    #expect(terminal.wait(for: "> ").contains(":help"))
    for line in ["red 1", "blue 2", "red 1"] {
      terminal.type("\(line)\n")
      let shown = terminal.wait(for: "\n> ")
      // The terminal shows what is typed; the answer follows on lines of its own.
      #expect(shown.contains("\(line)\n" + (try Self.answer(world, line))), "\(shown)")
    }
    terminal.type("\n  \n")
    terminal.wait(for: "> ")
    terminal.type("\u{4}")
    #expect(terminal.finish().status == 0)
  }

  @Test(.enabled(if: Terminal.isPossible))
  func commands_changeHowLinesAreAsked() throws {
    let (world, terminal) = try Self.start()
    func say(_ line: String) -> String {
      terminal.type("\(line)\n")
      return terminal.wait(for: "\n> ")
    }
    terminal.wait(for: "> ")
    #expect(say(":help").contains(":temperature T"))
    #expect(say(":tempratur 1").contains("Did you mean ':temperature'?"))
    #expect(say(":xyzzy").contains("there is no command ':xyzzy'"))
    #expect(say(":temperature 2").contains("temperature 2"))
    #expect(say(":temperature x").contains(":temperature"))
    #expect(say(":temperature 0").contains(":temperature must be above 0"))
    #expect(say(":beams 3").contains(":beams does not go with :temperature"))
    #expect(say(":seed 7").contains("temperature 2, seed 7"))
    let drawn = try Self.answer(world, "red 1", "--temperature", "2", "--seed", "7")
    #expect(say("red 1").contains(drawn))
    #expect(say(":seed 7").contains("seed 7"))
    #expect(say("red 1").contains(drawn))
    #expect(say(":temperature off").contains("seed 7"))
    #expect(say(":seed off").contains("max-tokens 5"))
    #expect(say(":beams 2").contains("beams 2"))
    #expect(say("blue 2").contains(try Self.answer(world, "blue 2", "--beams", "2")))
    #expect(say(":beams off").contains("max-tokens 5"))
    #expect(say(":format few-shoot").contains("Did you mean 'few-shot'?"))
    #expect(say(":format zero-shot-cot").contains("Let's think step by step."))
    let cot = "Q: red 1\nA: Let's think step by step."
    // A terminal is shown control characters, which a pipe is given.
    #expect(say("red 1").contains(VisibleText.of(try Self.answer(world, cot))))
    #expect(say(":show").contains("  " + cot.replacing("\n", with: "\n  ")))
    // The world's tasks have answers and no rationales; the one that is trained on comes first.
    #expect(say(":format few-shot-cot").contains("no task of the run has worked examples for few-shot-cot"))
    let fewShot = say(":format few-shot")
    #expect(fewShot.contains("worked examples of 'colors'") && fewShot.contains("Say the word."))
    #expect(say(":task siezs").contains("Did you mean 'sizes'?"))
    #expect(say(":task sizes").contains("worked examples of 'sizes'"))
    #expect(!say("big 1").isEmpty && say(":show").contains("big 1"))
    #expect(say(":format zero-shot").contains("zero-shot"))
    #expect(say("::help").contains(VisibleText.of(try Self.answer(world, ":help"))))
    #expect(say(":show").contains("  :help"))
    terminal.type(":quit\n")
    #expect(terminal.finish().status == 0)
  }

  /// A model of no run has templates that come with the program, and no worked examples.
  @Test(.enabled(if: Terminal.isPossible && Command.findsShippedRecipes))
  func modelOfNoRun_saysWhatItCannot() throws {
    let (trained, _) = try VerbTests.trained.get()
    let world = try SmallWorld()
    try FileManager.default.copyItem(atPath: "\(trained.path)/runs/small/best", toPath: "\(world.path)/model")
    let terminal = try Terminal(["generate", "model", "--max-tokens", "3"], in: world.path)
    terminal.wait(for: "> ")
    terminal.type(":format few-shot\n")
    #expect(terminal.wait(for: "\n> ").contains("model: belongs to no run"))
    terminal.type(":format zero-shot-cot\n")
    #expect(terminal.wait(for: "\n> ").contains("step by step"))
    terminal.type("\u{4}")
    #expect(terminal.finish().status == 0)
  }

  @Test(.enabled(if: Terminal.isPossible))
  func interrupt_endsTheAnswer_thenTheProgram() throws {
    let (world, _) = try VerbTests.trained.get()
    // The end may not come before tokens that take far longer than the test waits.
    let terminal = try Terminal(
      ["generate", "runs/small", "--max-tokens", "65536", "--min-tokens", "65536", "--temperature", "1"],
      in: world.path)
    terminal.wait(for: "> ")
    terminal.type("red 1\nblue 2\n")
    terminal.wait(for: "blue 2\n")
    // Both lines wait in the terminal; each answer is stopped once it has begun.
    for _ in 0..<2 {
      terminal.waitForAnything()
      terminal.send(SIGINT)
      #expect(terminal.wait(for: "[stopped]\n").hasSuffix("[stopped]\n"))
    }
    terminal.wait(for: "> ")
    terminal.send(SIGINT)
    #expect(terminal.finish().status == -SIGINT)
  }

  /// A program that asks one question after the other gets each answer before it asks on.
  @Test(arguments: [false, true])
  func lineFromAnOpenPipe_isAnsweredAtOnce(_ asObjects: Bool) throws {
    let (world, _) = try VerbTests.trained.get()
    let (input, output) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Command.executable)
    process.arguments =
      ["generate", "runs/small", "--max-tokens", "5", "--threads", "1"] + (asObjects ? ["--input", "-"] : [])
    process.currentDirectoryURL = URL(fileURLWithPath: world.path)
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var answers = ""
    for (number, line) in ["red 1", "blue 2", "red 1"].enumerated() {
      let text = asObjects ? "{\"inputs\": \"\(line)\"}\n" : "\(line)\n"
      try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      while answers.count(where: { $0 == "\n" }) <= number {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { break }
        answers += String(decoding: data, as: UTF8.self)
      }
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let expected = try ["red 1", "blue 2", "red 1"].map { try Self.answer(world, $0) }
    #expect(answers == expected.joined())
  }
}
