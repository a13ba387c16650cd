import Autograd
import CPURuntime
import Models
import Optimizers
import Testing

@testable import XLARuntime

/// Whole training steps beside those of the processor's runtime, which joins rows: dropout, packed rows, loss with z-loss, reverse
/// mode, updates.
@Suite(.needsPlugIn) struct TrainingStepTests {
  static let models: [(String, any LanguageModel)] = [
    ("T5 1.1", T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 96))),
    ("T5 1.0", T5(T5Configuration(preset: .tiny, version: .v1_0, vocabularySize: 96))),
    ("LLaMA", Decoder(DecoderConfiguration(preset: .llamaTiny, vocabularySize: 96))),
    ("PaLM", Decoder(DecoderConfiguration(preset: .palmTiny, vocabularySize: 96))),
  ]

  @Test(arguments: models.indices)
  func stepsAreThoseOfTheProcessor(_ index: Int) throws {
    let (name, model) = Self.models[index]
    let ours = try TrainingRun(model, TestDevice.runtime())
    let expected = try TrainingRun(model, CPURuntime(threads: 2))
    for step in 0..<3 {
      let (found, losses) = (try ours.step(step), try expected.step(step))
      #expect(found.distance(from: losses) < 1e-5, "\(name), step \(step): \(found), \(losses)")
      for (parameter, size) in expected.stepSizes {
        let ours = ours.stepSizes[parameter] ?? .nan
        #expect(abs(ours - size) <= 1e-4 * abs(size), "\(name), step \(step), \(parameter): \(ours), \(size)")
      }
    }
    let found = ours.state
    for (parameter, values) in expected.state {
      let distance = (found[parameter] ?? []).distance(from: values)
      #expect(distance < 1e-5, "\(name), \(parameter): \(distance)")
    }
  }

  /// The same program gives the same bits, run after run.
  @Test func stepsAreTheSameBitForBit() throws {
    let (_, model) = Self.models[0]
    let runs = try (0..<2).map { _ in
      let run = try TrainingRun(model, TestDevice.runtime(), optimizer: AdamW())
      for step in 0..<2 { _ = try run.step(step) }
      return run.state
    }
    #expect(runs[0] == runs[1])
  }
}
