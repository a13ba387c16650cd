import Autograd
import CPURuntime
import Instructions
import Models
import Optimizers
@testable import Setup
import Testing
@testable import Training

@Suite struct StepPlannerTests {
  private let runtime = CPURuntime(threads: 2)

  private func planner(rows: Int = 4, accumulation: Int = 1) -> StepPlanner {
    var configuration = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64)
    (configuration.encoderLayers, configuration.decoderLayers) = (4, 3)
    return StepPlanner(
      model: T5(configuration), shape: PackedShape(rows: rows, inputLength: 64, targetLength: 16),
      options: TrainingStepOptions(
        loss: LossOptions(), optimizer: Adafactor(), clipping: nil, accumulation: accumulation),
      runtime: runtime, evaluationBytes: 1000, processBytes: 2000)
  }

  /// Rows without padding.
  private func fullBatch(_ shape: PackedShape) throws -> PackedBatch {
    let example = TokenizedExample(
      inputs: [Int32](repeating: 3, count: shape.inputLength),
      targets: [Int32](repeating: 3, count: shape.targetLength),
      provenance: Provenance(task: "t", instance: 0, format: .zeroShot, template: "t"))
    return try #require(
      PackedBatch(
        [[TokenizedExample]](repeating: [example], count: shape.rows), inputLength: shape.inputLength,
        targetLength: shape.targetLength))
  }

  @Test func theEstimateIsWhatIsHeld() throws {
    for accumulation in [1, 2] {
      let planner = planner(accumulation: accumulation)
      let plan = planner.plan(recomputing: 3)
      let state = TrainingState(planner.model, optimizer: Adafactor(), runtime: runtime)
      let step = try TrainingStep(state, plan.programs, runtime: runtime)
      let memory = plan.memory
      #expect(memory.weights + memory.optimizer == state.byteCount)
      #expect(memory.gradients == (accumulation == 1 ? 0 : memory.weights))
      _ = try step.run(
        try fullBatch(planner.shape),
        TrainingStep.Inputs(
          scalars: planner.options.optimizer.scalars(at: 0, learningRate: 0), lossScale: 1,
          randomKey: RandomKey.elements(seed: 1, step: 0)))
      #expect(memory.activations + memory.batch == step.byteCount)
      #expect(
        memory.total == memory.weights + memory.optimizer + memory.gradients + memory.activations
          + memory.batch + 3000)
    }
  }

  /// Whatever the limit: the plan keeps it, and one block less would not.
  @Test func asFewBlocksAsTheLimitAsksFor() throws {
    let planner = planner()
    let totals = (0...7).map { planner.plan(recomputing: $0).memory.total }
    var counts: Set<Int> = []
    let least = totals.min() ?? 0
    for limit in Set(totals.flatMap { [$0 - 1, $0] }).sorted() where limit >= least {
      let plan = try planner.plan(within: limit)
      let count = plan.recomputed.count
      counts.insert(count)
      #expect(plan.memory.total <= limit && plan.memory.total == totals[count])
      #expect(count == 0 || totals[count - 1] > limit)
    }
    #expect(counts.isSuperset(of: [0, 1, 2, 3]), "\(totals)")
  }

  @Test func aLimitThatCannotBeKept_namesWhatWouldFit() throws {
    let planner = planner(rows: 8)
    let least = (0...7).map { planner.plan(recomputing: $0).memory.total }.min()!
    let error = try #require(throws: MemoryLimitError.self) { _ = try planner.plan(within: least - 1) }
    #expect(error.category == .usage && error.memory.total == least && error.limit == least - 1)
    #expect(error.fitting.contains("packing.rows=4"), "\(error)")
    for part in ["blocks recomputed", "weights", "activations"] { #expect(error.problem.contains(part)) }
    // What is named does fit.
    let half = self.planner(rows: 4)
    #expect(throws: Never.self) { try half.plan(within: least - 1) }
    let parts = error.fitting.first { $0.hasPrefix("train.accumulation=") }
    if let parts, let count = Int(parts.dropFirst("train.accumulation=".count)) {
      let other = self.planner(rows: 8, accumulation: count)
      #expect(throws: Never.self) { try other.plan(within: least - 1) }
    }
  }

  @Test func belowTheModelItselfNothingFits() throws {
    let planner = planner()
    let error = try #require(throws: MemoryLimitError.self) { _ = try planner.plan(within: 1) }
    #expect(error.fitting.isEmpty && error.nextStep?.contains("smaller model") == true)
  }

  @Test func aRunLargerThanTheMachine_saysWhatWouldFit() throws {
    let planner = planner()
    let plan = planner.plan(recomputing: 0)
    #expect(planner.shortage(of: plan, memory: plan.memory.total) == nil)
    let memory = 1 << 20
    let error = try #require(planner.shortage(of: plan, memory: memory))
    #expect(error.category == .failure && error.problem.contains("take only 1 MiB"))
    #expect(error.nextStep != nil)
  }
}

/// Models are refused before their weights are read where there is no room for them.
@Suite struct WeightsRoomTests {
  @Test func weights_mustFit() throws {
    let model = T5(T5Configuration(preset: .tiny, vocabularySize: 64))
    let bytes = 4 * model.parameterCount
    try ModelSetupError.requireRoom(for: model, memory: bytes)
    let error = #expect(throws: ModelSetupError.self) {
      try ModelSetupError.requireRoom(for: model, memory: bytes - 1)
    }
    #expect(error == .weightsTooLarge(weights: model.parameterCount, memory: bytes - 1))
    #expect(error?.category == .failure && error?.nextStep?.contains("smaller model") == true)
  }
}
