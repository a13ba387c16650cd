import Autograd
import Training

extension PreparedRun {
  /// Takes the run's first steps and measures them; the weights in memory take them too, no file does.
  /// - Parameter steps: how many, at least two: the first pays for fresh memory and does not count.
  /// - Throws: what drawing a batch throws.
  package func measure(steps: Int) throws -> RunPlan.Measurement {
    var seconds: [Double] = []
    for index in 0..<max(2, steps) {
      let batch = try data.locatingExamples { try data.batches.batch(step: index) }
      let clock = ContinuousClock.now
      _ = step.run(batch, loaded.recipe.inputs(ofStep: index, batch))
      seconds.append((ContinuousClock.now - clock) / .seconds(1))
    }
    let counted = seconds.dropFirst().sorted()
    return RunPlan.Measurement(steps: seconds.count, secondsPerStep: counted[counted.count / 2])
  }
}
