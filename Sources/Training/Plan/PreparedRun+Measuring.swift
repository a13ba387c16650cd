import Autograd

extension PreparedRun {
  /// Takes the run's first steps and measures them; the weights in memory take them too, no file does.
  /// - Parameter steps: how many, at least two: the first pays for fresh memory and does not count.
  /// - Throws: what drawing a batch throws.
  public func measure(steps: Int) throws -> RunPlan.Measurement {
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

  /// Fills the tensors as a new run does: from the recipe's folder or seed.
  public func loadFirstWeights() throws {
    if let source = setup.source {
      try source.load(into: state.parameters)
    } else {
      state.parameters.initialize(seed: UInt64(loaded.recipe.seed))
    }
  }
}
