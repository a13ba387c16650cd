import RunTestSupport
import Testing

@testable import Inspection

@Suite struct CheckpointCountTests {
  /// The most that checkpoints of a run take that is acted out event by event.
  private func played(
    steps: Int, every: Int, keep: Int, evaluation: Int?, atStart: Bool, checkpoint: Int, best size: Int
  ) -> Int {
    var (checkpoints, best, most) = (0, 0, 0)
    func save() {
      most = max(most, (checkpoints + 1) * checkpoint + best * size)
      checkpoints = min(checkpoints + 1, keep)
    }
    func evaluate() {
      save()
      most = max(most, checkpoints * checkpoint + (best + 1) * size)
      best = 1
    }
    if atStart { evaluate() }
    for step in 1...steps {
      let isLast = step == steps
      if let evaluation, step % evaluation == 0 || isLast {
        evaluate()
      } else if step % every == 0 || isLast {
        save()
      }
    }
    return most
  }

  @Test(arguments: [1, 2, 3, 7], [1, 2, 3, 5])
  func most_isWhatTheRunHas(_ every: Int, _ keep: Int) throws {
    for steps in 1...9 {
      for evaluation in [nil, 1, 2, 3, 4, 20] {
        for atStart in [true, false] {
          let recipe = try RecipeExample.load(
            RecipeExample.least,
            [
              "train.steps=\(steps)", "checkpoint.every=\(every)", "checkpoint.keepLast=\(keep)",
              "evaluation.every=\(evaluation.map { "\($0)" } ?? "null")", "evaluation.atStart=\(atStart)",
            ]
          ).recipe
          let count = CheckpointCount(recipe)
          for (checkpoint, best) in [(1, 1), (10, 6)] {
            let expected = played(
              steps: steps, every: every, keep: keep, evaluation: evaluation, atStart: atStart,
              checkpoint: checkpoint, best: best)
            #expect(
              count.mostBytes(checkpoint: checkpoint, best: best) == expected,
              "\(steps) steps, every \(every), keep \(keep), evaluation \(evaluation ?? 0), \(atStart)")
            if best == checkpoint { #expect(count.most == expected) }
          }
        }
      }
    }
  }

  @Test func hugePeriods_doNotOverflow() throws {
    let recipe = try RecipeExample.load(
      RecipeExample.least,
      ["train.steps=999999999", "checkpoint.every=999999937", "evaluation.every=999999929"]
    ).recipe
    #expect(CheckpointCount(recipe).most == recipe.checkpoint.keepLast + 2)
    #expect(CheckpointCount(recipe).mostBytes(checkpoint: .max, best: 1) == .max)
  }
}
