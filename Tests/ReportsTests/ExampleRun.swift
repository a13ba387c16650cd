import Foundation

@testable import Evaluation
@testable import Recipes
@testable import Runs

/// The events of a made-up run of `steps` steps, evaluated every 4th and at the start, saved after every step.
struct ExampleRun {
  let steps: Int
  var resumedFromStep: Int?
  /// What a second takes; metrics other than times do not depend on it.
  var pace = 1.0

  var summary: RunSummary {
    get throws {
      let text =
        #"{"model": {"preset": "tiny"}, "tokenizer": {"vocabulary": "bytes"}, "data": {"tasks": [{"path": "t"}]}}"#
      let loaded = try Recipe.read(Data(text.utf8), file: "example.json", overrides: ["train.steps=\(steps)"])
      return RunSummary(
        name: "example", folder: "runs/example",
        passport: RunPassport(
          of: loaded, programVersion: "0",
          runtime: .init(name: "CPU", threads: 2, kernels: "k", matrixProducts: "blas")),
        settings: loaded.settingsTable,
        mixture: [
          MixtureRow(
            subMixture: "a", task: "one", cluster: "x", examples: 100, share: 0.25, expectedExamples: 50),
          MixtureRow(
            subMixture: "b", task: "two", examples: 1_000, heldOut: 20, share: 0.75, expectedExamples: 150,
            truncated: 3, dropped: 1),
        ],
        parameterCount: 1_234_567,
        arithmetic: RunArithmetic(
          steps: steps, rows: 4, inputLength: 128, targetLength: 32, examplesPerStep: 20,
          operationsPerStep: 1.5e9,
          memoryBytes: 12_345_678),
        resumedFromStep: resumedFromStep, loggingEvery: 3, bestMetric: .heldOutInstancesExactMatch)
    }
  }

  func metrics(_ step: Int) -> StepMetrics {
    StepMetrics(
      step: step, loss: 4 / Double(step), targetTokens: 100 + step, inputTokens: 400, examples: 20,
      inputFill: 0.9,
      targetFill: 0.8, gradientNorm: 1.5, updateRMS: 0.001, learningRate: 0.01, seconds: 0.25 * pace)
  }

  func evaluation(_ step: Int) -> EvaluationSummary {
    let rows = [
      EvaluationRow(
        task: "one", cluster: "x", format: .zeroShot, examples: 8, correct: min(8, step), majorityCorrect: 2,
        targetTokens: 40, lossSum: 80),
      EvaluationRow(
        task: "one", cluster: "x", format: .fewShot, examples: 8, correct: 1, majorityCorrect: 2,
        targetTokens: 40,
        lossSum: 40),
    ]
    let other = [
      EvaluationRow(
        task: "<far>", format: .zeroShot, examples: 4, correct: 1, metric: .rougeL,
        metricReason: .longAnswers,
        scores: [.tokenF1: 0.5, .rouge1: 0.75, .rouge2: 0.125, .rougeL: 0.625, .bleu: 0.0625, .chrF: 0.375],
        targetTokens: 9, lossSum: 9)
    ]
    return EvaluationSummary(
      step: step,
      groups: [
        EvaluationGroup(name: .heldOutInstances, rows: rows),
        EvaluationGroup(name: .heldOutClusters, rows: other),
      ],
      isBest: true, cutAnswers: 2,
      samples: [
        EvaluationSample(
          task: "one", format: .zeroShot, prompt: "<script>alert(1)</script>", reference: "a & b",
          answer: "a",
          isCorrect: false)
      ], seconds: 2 * pace)
  }

  /// The events of the steps up to `last`; a run that ends before its last step is interrupted.
  func events(through last: Int? = nil) throws -> [TrainingEvent] {
    var events: [TrainingEvent] = [.runStarted(try summary)]
    if resumedFromStep == nil {
      events += [.evaluationStarted(step: 0, examples: 20), .evaluationCompleted(evaluation(0))]
    }
    for step in ((resumedFromStep ?? 0) + 1)...(last ?? steps) {
      events.append(.stepCompleted(metrics(step)))
      if step % 5 == 0 { events.append(.stepSizes(step: step, updates: ["b": 1e-3, "a": 2e-3])) }
      if step % 4 == 0 { events.append(.evaluationCompleted(evaluation(step))) }
      events.append(.checkpointSaved(step: step, path: "checkpoints/x", seconds: 0.1))
    }
    if last == nil {
      events.append(
        .runFinished(
          RunOutcome(
            ending: .finished, step: steps, bestStep: 8, bestMetric: .heldOutInstancesExactMatch,
            bestValue: 0.5)))
    }
    return events
  }

  /// Sends the events to `listeners`.
  func play(to listeners: [any TrainingListener], through last: Int? = nil) throws {
    for event in try events(through: last) { for listener in listeners { try listener.receive(event) } }
  }
}
