import Foundation
import RunTestSupport
import Runs
import Testing

@testable import Recipes

/// A run that is interrupted at any of its events and resumed ends as if it had not been.
@Suite struct ResumeTests {
  /// One score that improves, so that every evaluation makes a new best model, and one that stays the same.
  /// Steps at once and in parts.
  /// One that runs out of patience at the second evaluation after the first step: its loss falls by less than the margin.
  private struct World: Sendable {
    let metric: BestMetric
    var accumulation = 1
    var patience: Int?
    let manner: InterruptedRun.Manner
  }

  /// Every manner in the first world; in each other one, which differs in what is computed and not in what is written when, one.
  private static let worlds =
    InterruptedRun.Manner.allCases.map { World(metric: .heldOut(.heldOutInstances, .loss), manner: $0) } + [
      World(metric: .heldOut(.heldOutClusters, .exactMatch), manner: .crashAfterReports),
      World(metric: .heldOut(.heldOutInstances, .loss), accumulation: 2, manner: .stop),
      World(metric: .heldOut(.heldOutClusters, .exactMatch), patience: 2, manner: .crashBeforeReports),
    ]

  @Test(arguments: worlds)
  private func everyEvent(_ world: World) throws {
    let manner = world.manner
    func make() throws -> InterruptedRun {
      try InterruptedRun(metric: world.metric, accumulation: world.accumulation, patience: world.patience)
    }
    let straight = try make()
    let (events, outcome) = try straight.train()
    let expected = try straight.result()
    #expect(outcome?.ending == (world.patience == nil ? .finished : .stoppedEarly))
    #expect(outcome?.step == (world.patience == nil ? InterruptedRun.steps : 6))
    // 8 steps, 4 evaluations with their beginnings, checkpoints, the two ends.
    #expect(events > (world.patience == nil ? 24 : 18))
    for event in 0..<events {
      let run = try make()
      let first = try run.train(interruptedAt: event, by: manner)
      // The last event tells of the end, after the mark.
      let isMarked = event == events - 1 && manner != .stop
      if first.ending?.isDone != true, !isMarked {
        if manner == .stop { #expect(first.ending?.ending == .stopped, "event \(event)") }
        #expect(!run.run.isDone, "event \(event)")
        #expect(try run.train().ending == outcome, "event \(event)")
      }
      #expect(run.run.outcome == outcome)
      #expect(run.run.isDone, "event \(event)")
      let result = try run.result()
      #expect(result.keys.sorted() == expected.keys.sorted())
      for (name, data) in expected { #expect(result[name] == data, "event \(event): \(name)") }
    }
  }

  /// A run that ends at a score, which is reached at the second evaluation after the first step, ends there however
  /// it was interrupted.
  @Test(arguments: InterruptedRun.Manner.allCases)
  func aScoreThatIsReached_endsTheRun(_ manner: InterruptedRun.Manner) throws {
    let metric = BestMetric.heldOut(.heldOutInstances, .loss)
    let losses = Losses()
    try InterruptedRun(metric: metric).train(listener: losses)
    #expect(losses.values.count == 4 && losses.values == losses.values.sorted(by: >))
    func make() throws -> InterruptedRun { try InterruptedRun(metric: metric, stopAt: losses.values[2]) }
    let straight = try make()
    let (events, outcome) = try straight.train()
    let expected = try straight.result()
    #expect(outcome?.ending == .reachedScore && outcome?.step == 6 && outcome?.bestValue == losses.values[2])
    for event in 0..<events {
      let run = try make()
      if try run.train(interruptedAt: event, by: manner).ending?.isDone != true, !run.run.isDone {
        #expect(try run.train().ending == outcome, "event \(event)")
      }
      #expect(run.run.outcome == outcome, "event \(event)")
      let result = try run.result()
      for (name, data) in expected { #expect(result[name] == data, "event \(event): \(name)") }
    }
  }

  /// The held-out losses of a run.
  private final class Losses: TrainingListener {
    private(set) var values: [Double] = []

    func receive(_ event: TrainingEvent) {
      guard case .evaluationCompleted(let summary) = event else { return }
      values.append(summary.value(of: .heldOut(.heldOutInstances, .loss)) ?? .nan)
    }
  }

  /// Members of a recipe's optimizer and of what it says of training.
  private static let optimizers: [(optimizer: String, train: String)] = [
    (#""kind": "adamw", "weightDecay": 0.1, "schedule": "cosine", "warmupSteps": 2,"#, ""),
    (#""kind": "adamw", "schedule": "inverse-square-root","#, #""freeze": ["shared.*", "encoder.*"],"#),
    (#""momentum": 0.9, "schedule": "linear","#, #""only": ["decoder.*"],"#),
  ]

  @Test(arguments: optimizers, [1, 2])
  func everyOptimizer_goesOnWhereItWas(
    _ settings: (optimizer: String, train: String), _ accumulation: Int
  ) throws {
    func make() throws -> InterruptedRun {
      try InterruptedRun(
        metric: .heldOut(.heldOutInstances, .loss), accumulation: accumulation,
        optimizer: settings.optimizer, train: settings.train)
    }
    let straight = try make()
    try straight.train()
    let expected = try straight.result()
    for distance in [1, 3] {
      let run = try make()
      var sessions = 0
      while !run.run.isDone, sessions < 60 {
        try run.train(interruptedAt: distance + 1)
        sessions += 1
      }
      #expect(run.run.isDone && sessions > 1)
      let result = try run.result()
      #expect(result.keys.sorted() == expected.keys.sorted())
      for (name, data) in expected { #expect(result[name] == data, "\(distance): \(name)") }
    }
  }

  /// Whatever was interrupted, a stop leaves a checkpoint of the very step.
  @Test(arguments: 1..<InterruptedRun.steps, [1, 2])
  func everyStep_canBeTheLastOfSeveralStops(_ distance: Int, _ accumulation: Int) throws {
    let straight = try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss), accumulation: accumulation)
    try straight.train()
    let run = try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss), accumulation: accumulation)
    var sessions = 0
    while !run.run.isDone, sessions < 60 {
      try run.train(interruptedAt: distance + 1)
      sessions += 1
    }
    #expect(run.run.isDone)
    let (result, expected) = (try run.result(), try straight.result())
    for (name, data) in expected { #expect(result[name] == data, "\(name)") }
  }

  /// A stop in the last evaluation does not make a run that is done.
  @Test func stopInTheLastEvaluation_isMadeUpFor() throws {
    let events = try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss)).train().events
    for event in (0..<events).reversed() {
      let other = try InterruptedRun(metric: .heldOut(.heldOutInstances, .loss))
      guard let ending = try other.train(interruptedAt: event).ending, ending.ending == .stopped else {
        continue
      }
      #expect(ending.step == InterruptedRun.steps)
      #expect(!other.run.isDone && !other.run.evaluationSteps.contains(InterruptedRun.steps))
      #expect(try other.train().ending?.ending == .finished)
      #expect(other.run.evaluationSteps.contains(InterruptedRun.steps))
      return
    }
    Issue.record("no event stops the run in its last evaluation")
  }
}
