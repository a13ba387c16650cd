import Diagnostics
import Testing

@testable import Reports
@testable import Runs
@testable import Text

@Suite struct ConsoleReporterTests {
  private final class Screen {
    var text = ""
    var time = 0.0
  }

  private func text(isTerminal: Bool, columns: Int? = nil, _ events: [TrainingEvent]) -> String {
    let screen = Screen()
    let console = Console(
      hasBars: isTerminal, page: PageWidth { columns },
      now: {
        screen.time += 1
        return screen.time
      }, write: { screen.text += $0 })
    let reporter = ConsoleReporter(console)
    for event in events { reporter.receive(event) }
    return screen.text
  }

  @Test func withoutATerminal_thereAreWholeLinesOnly() throws {
    let text = try text(isTerminal: false, ExampleRun(steps: 12).events())
    #expect(!text.contains("\u{1B}") && !text.contains("\r") && text.hasSuffix("\n"))
    let steps = text.split(separator: "\n").filter { $0.hasPrefix("step ") && $0.contains("| loss") }
    #expect(
      steps.map { $0.prefix { $0 != "|" } } == [
        "step 1/12 ", "step 3/12 ", "step 6/12 ", "step 9/12 ", "step 12/12 ",
      ])
    #expect(text.contains("done after 12 steps | best step 8: heldOutInstances/exactMatch 0.500\n"))
  }

  @Test func stepLine_isWeightedByTokenOverItsSteps() throws {
    let text = try text(isTerminal: false, ExampleRun(steps: 12).events())
    // Steps 2 and 3: (102 * 2 + 103 * 4/3) / 205 = 1.665.
    #expect(
      text.contains(
        "step 3/12 | loss 1.665 | tgt-tok 103 | norm 1.50 | lr 1.0e-2 | 250 ms | 2.0k tok/s | fill 90%/80% | eta 2.2 s\n"
      ))
  }

  @Test func startPage_showsSettingsMixtureAndArithmetic() throws {
    let text = try text(isTerminal: false, [.runStarted(ExampleRun(steps: 12).summary)])
    for part in [
      "learningRate", "0.0005", "command line", "sub-mixture", "1,234,567 weights",
      "4 rows x (128 + 32) tokens = 640",
      "12 steps = 7.7k token places", "12.3 MB",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func terminal_hasABarThatIsErasedBeforeEachLineAndAtTheEnd() throws {
    let events = try ExampleRun(steps: 12).events().filter {
      if case .checkpointSaved = $0 { false } else { true }
    }
    let text = text(isTerminal: true, events)
    let erase = "\r\u{1B}[J"
    #expect(text.components(separatedBy: "[#").count > 6)
    #expect(text.components(separatedBy: erase + "step 3/12 |").count == 2)
    #expect(text.hasSuffix("0.500\n"))
    // Every bar is erased: as many erasures as bars.
    #expect(text.components(separatedBy: erase).count == text.components(separatedBy: " tok/s").count - 5)
  }

  @Test func terminal_showsHowFarAnEvaluationIs() throws {
    let progress = WorkProgress("answers", done: 8, of: 20, .examples)
    let events: [TrainingEvent] = [
      .evaluationStarted(step: 3, examples: 20), .progress(progress), .message(.note, "a note"),
    ]
    #expect(
      text(isTerminal: true, events)
        == "eval step 3 | 20 examples\n[############..................]  answers  8/20 examples\r\r\u{1B}[Ja note\n"
    )
    #expect(text(isTerminal: false, events) == "eval step 3 | 20 examples\na note\n")
  }

  /// What stands in a name neither commands the terminal nor begins a line.
  @Test func namesAreShownAndNotSent() throws {
    let name = "evil\u{1B}]0;title\u{7}\nstep 9/9 | loss 0.000"
    var summary = try ExampleRun(steps: 9).summary
    summary.name = name
    summary.mixture[0].task = name
    let culprit = BatchExample(
      row: 1, segment: 2, task: name, instance: 7, format: "zero-shot", template: "own-1", targetTokens: 3,
      loss: 9)
    let spike = LossSpike(step: 2, quantity: .loss, value: 8, mean: 2, deviations: 12.5, examples: [culprit])
    let text = text(
      isTerminal: true, columns: 400,
      [.runStarted(summary), .spikeFound(spike), .message(.warning, "of \(name)\n  next step")])
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}") && !text.contains("\nstep 9/9"))
    #expect(text.components(separatedBy: "evil\\u{1B}]0;title\\u{7}\\nstep 9/9").count == 5)
    #expect(text.hasSuffix("| loss 0.000\n  next step\n"))
  }

  @Test func tablesFitTheTerminal() throws {
    let events = try ExampleRun(steps: 12).events()
    let tables = text(isTerminal: true, columns: 50, events).split(separator: "\n").filter {
      $0.hasPrefix("---")
    }
    #expect(!tables.isEmpty && tables.allSatisfy { $0.count <= 50 })
  }

  @Test func spike_isMeasuredAgainstTheLinesBefore() throws {
    let run = ExampleRun(steps: 100)
    var events: [TrainingEvent] = [.runStarted(try run.summary)]
    for step in 1...60 {
      var metrics = run.metrics(step)
      metrics.loss = step == 60 ? 9 : 1 + Double(step % 2) * 0.1
      events.append(.stepCompleted(metrics))
    }
    let line = try #require(text(isTerminal: false, events).split(separator: "\n").last)
    #expect(line.contains("z)") && line.contains("(+"))
  }

  @Test func spikeOfTheWatch_namesItsExamples() throws {
    let culprit = BatchExample(
      row: 1, segment: 2, task: "t", instance: 7, format: "zero-shot", template: "own-1", targetTokens: 3,
      loss: 9)
    let spike = LossSpike(step: 2, quantity: .loss, value: 8, mean: 2, deviations: 12.5, examples: [culprit])
    let text = text(isTerminal: false, [.runStarted(try ExampleRun(steps: 9).summary), .spikeFound(spike)])
    #expect(
      text.contains(
        "warning: spike at step 2: loss 8.000, 12.5 deviations above its mean 2.000; highest losses: t:7 (own-1) 9.00"
      ))
  }

  @Test func startPage_showsAnExampleOfEachFormat() throws {
    var summary = try ExampleRun(steps: 9).summary
    summary.examples = [
      InspectedExample(
        task: "one", cluster: "x", instance: 0, file: "f", format: "zero-shot", template: "own-1",
        exemplars: [],
        lostExemplars: false, inputTokens: 9, targetTokens: 2, isTruncated: false, unknownTokens: 0,
        prompt: String(repeating: "long ", count: 200), target: "yes")
    ]
    let text = text(isTerminal: false, [.runStarted(summary)])
    #expect(text.contains("zero-shot: one, template own-1, 9 + 2 tokens") && text.contains("target  yes"))
    #expect(text.contains(" [...] "))
  }

  @Test func divergedStep_isShownAtOnce() throws {
    let run = ExampleRun(steps: 100)
    var metrics = run.metrics(2)
    metrics.loss = .nan
    let text = text(
      isTerminal: true,
      [.runStarted(try run.summary), .stepCompleted(run.metrics(1)), .stepCompleted(metrics)])
    #expect(text.contains("step 2/100 | loss nan"))
  }

  @Test func runWithoutSteps_doesNotTrap() {
    let metrics = StepMetrics(
      step: 1, loss: 0, targetTokens: 0, inputTokens: 0, examples: 0, inputFill: 0, targetFill: 0,
      learningRate: 0,
      seconds: 0)
    #expect(!text(isTerminal: true, [.stepCompleted(metrics)]).isEmpty)
  }
}
