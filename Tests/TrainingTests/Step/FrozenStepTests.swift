import Autograd
import CPURuntime
import Instructions
import Models
import Optimizers
import Testing
import Tokenization

@testable import Training

/// Parameters that stay as they are take no instruction, no state and no memory.
@Suite struct FrozenStepTests {
  private static let configuration: T5Configuration = {
    var configuration = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64)
    configuration.dropoutRate = 0
    return configuration
  }()
  private static let model = T5(configuration)
  private static let shape = PackedShape(rows: 2, inputLength: 16, targetLength: 8)
  private let runtime = CPURuntime(threads: 2)

  private static func names(_ isIncluded: (String) -> Bool) -> Set<String> {
    Set(model.parameters.map(\.name).filter(isIncluded))
  }

  private static func options(_ frozen: Set<String>, _ accumulation: Int = 1) -> TrainingStepOptions {
    TrainingStepOptions(
      loss: LossOptions(), optimizer: AdamW(), clipping: nil, accumulation: accumulation, frozen: frozen)
  }

  private static func programs(_ frozen: Set<String>, _ accumulation: Int = 1) -> TrainingStepPrograms {
    TrainingStepPrograms(model, shape: shape, options: options(frozen, accumulation), .joined)
  }

  private static let frozen: [Set<String>] = [
    [], ["lm_head.weight"], names { $0.hasPrefix("encoder.") }, names { $0 != "lm_head.weight" },
    names { $0.hasPrefix("shared.") || $0.hasSuffix("layer_norm.weight") },
  ]

  @Test(arguments: frozen, [1, 2])
  func noInstructionIsForThem(_ frozen: Set<String>, _ accumulation: Int) throws {
    let programs = Self.programs(frozen, accumulation)
    let all = [programs.pass, programs.update].compactMap { $0 }
    let updates = all.flatMap(\.instructions).count { $0.operation is any StateUpdate }
    #expect(updates == Self.model.parameters.count - frozen.count)
    #expect(programs.trained.count == updates)
    for program in all {
      let written = program.outputs.map(\.name)
      for name in frozen {
        #expect(!written.contains { $0 == name || $0.hasPrefix("\(name)/") || $0.hasSuffix("/\(name)") })
        #expect(!program.inputs.contains { $0.name.hasPrefix("\(name)/") || $0.name.hasSuffix("/\(name)") })
      }
    }
    let full = Self.programs([], accumulation)
    if !frozen.isEmpty {
      #expect(programs.cost.floatingPointOperations < full.cost.floatingPointOperations)
      #expect(programs.pass.instructions.count < full.pass.instructions.count)
    }
  }

  /// Where only the head is trained, nothing goes back beyond it; where it is frozen, its gradient is not made.
  @Test func costIsThatOfWhatIsTrained() throws {
    let head = Self.programs(Self.names { $0 != "lm_head.weight" }).pass
    #expect(
      !head.instructions.contains { $0.operation is AttentionGradient || $0.operation is RMSNormGradient })
    let frozenHead = Self.programs(["lm_head.weight"]).pass
    let objectives = frozenHead.instructions.compactMap { $0.operation as? LinearCrossEntropyObjective }
    #expect(objectives.map(\.differentiatesWeight) == [false])
    // A frozen encoder has no backward pass unless something before it is trained.
    let encoder = Self.names { $0.hasPrefix("encoder.") || $0.hasPrefix("shared.") }
    let gradients = Self.programs(encoder).pass.instructions.count { $0.operation is AttentionGradient }
    #expect(gradients == 2 * Self.configuration.decoderLayers)
  }

  @Test func planCountsTwoSlotsForEachTrainedParameter() {
    for frozen in Self.frozen {
      let planner = StepPlanner(
        model: Self.model, shape: Self.shape, options: Self.options(frozen, 2), runtime: runtime,
        evaluationBytes: 0, processBytes: 0)
      let memory = planner.plan(recomputing: 0).memory
      let trained = Self.programs(frozen, 2).trainedCount
      #expect(memory.optimizer == 8 * trained && memory.gradients == 4 * trained)
      #expect(memory.weights == 4 * Self.model.parameterCount)
      let state = TrainingState(Self.model, optimizer: AdamW(), frozen: frozen, runtime: runtime)
      #expect(state.byteCount == memory.weights + memory.optimizer)
    }
  }

  private func batch() throws -> PackedBatch {
    let example = TokenizedExample(
      inputs: [5, 9, 13, 1], targets: [7, 11, 1],
      provenance: Provenance(task: "t", instance: 0, format: .zeroShot, template: "t"))
    return try #require(
      PackedBatch([[example, example], [example]], inputLength: 16, targetLength: 8))
  }

  /// A step leaves them as they are, and gives the others what it gives them when all are trained.
  @Test(arguments: frozen, [1, 2])
  func theOthersTakeTheSameStep(_ frozen: Set<String>, _ accumulation: Int) throws {
    func weights(_ frozen: Set<String>, steps: Int) throws -> [String: [Float]] {
      let state = TrainingState(Self.model, optimizer: AdamW(), frozen: frozen, runtime: runtime)
      state.parameters.initialize(seed: 7)
      let step = try TrainingStep(
        state, shape: Self.shape, options: Self.options(frozen, accumulation), runtime: runtime)
      for index in 0..<steps {
        let outcome = try step.run(
          try batch(),
          TrainingStep.Inputs(
            scalars: AdamW().scalars(at: index, learningRate: 0.01), lossScale: 0.1,
            randomKey: RandomKey.elements(seed: 5, step: index)))
        #expect(outcome.gradientNorm.isFinite && outcome.stepSizes.count == step.programs.trained.count)
      }
      return Dictionary(
        uniqueKeysWithValues: Self.model.parameters.map { ($0.name, state.parameters[$0.name].floats) })
    }
    let (first, after) = (try weights(frozen, steps: 0), try weights(frozen, steps: 1))
    let full = try weights([], steps: 1)
    for name in Self.model.parameters.map(\.name) {
      #expect(after[name] == (frozen.contains(name) ? first : full)[name], "\(name)")
    }
  }
}
