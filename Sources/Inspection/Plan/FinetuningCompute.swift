import Autograd
import Training

/// Floating-point operations as Chung et al. 2022 count them: a factor x parameters x tokens, padding
/// counted.
///
/// The factor is 6 for a decoder alone, and 3 for an encoder-decoder, each of whose tokens meets half of the
/// parameters. With it the paper's Table 2 comes out (`PaperTable`).
package struct FinetuningCompute: Sendable, Codable, Equatable {
  /// Operations of a parameter for a token of an encoder-decoder, forward and backward.
  package static let encoderDecoderFactor = 3.0
  /// The same for a decoder alone.
  package static let decoderFactor = 6.0
  /// Tokens that the published T5 models were pre-trained on.
  package static let standardPretrainingTokens = 1.0e12
  /// Tokens that PaLM was pre-trained on.
  package static let decoderPretrainingTokens = 780.0e9

  /// Operations of a parameter for a token.
  package var factor: Double
  /// Tokens of the pre-training.
  package var pretrainingTokens: Double
  /// Operations of the pre-training.
  package var pretraining: Double
  /// Operations of the finetuning.
  package var finetuning: Double
  /// Finetuning in relation to pre-training.
  package var share: Double { finetuning / pretraining }

  /// The compute of a model.
  /// - Parameters:
  ///   - tokens: token places of the whole finetuning.
  ///   - pretrainingTokens: tokens of the pre-training.
  package init(
    parameters: Double, tokens: Double, pretrainingTokens: Double = standardPretrainingTokens,
    factor: Double = encoderDecoderFactor
  ) {
    (self.factor, self.pretrainingTokens) = (factor, pretrainingTokens)
    pretraining = factor * parameters * pretrainingTokens
    finetuning = factor * parameters * tokens
  }
}

extension PreparedRun {
  /// Takes the run's first steps and measures them; the weights in memory take them too, no file does.
  /// - Parameter steps: how many, at least two: the first pays for fresh memory and does not count.
  /// - Throws: what drawing a batch or running the step throws.
  package func measure(steps: Int) throws -> RunPlan.Measurement {
    var seconds: [Double] = []
    for index in 0..<max(2, steps) {
      let batch = try data.locatingExamples { try data.batches.batch(step: index) }
      let clock = ContinuousClock.now
      _ = try step.run(batch, loaded.recipe.inputs(ofStep: index, batch, setup.model))
      seconds.append((ContinuousClock.now - clock) / .seconds(1))
    }
    let counted = seconds.dropFirst().sorted()
    return RunPlan.Measurement(steps: seconds.count, secondsPerStep: counted[counted.count / 2])
  }
}
