import Testing

@testable import Reports
@testable import Training

@Suite struct RunPlanTextTableTests {
  private let plan = RunPlan(
    name: "example",
    parts: [.init(name: "embedding", parameters: 3_000), .init(name: "encoder", parameters: 1_000)],
    arithmetic: RunArithmetic(
      steps: 200, rows: 4, inputLength: 128, targetLength: 32, examplesPerStep: 20, operationsPerStep: 1.5e9,
      memoryBytes: 2_000_000, accumulation: 2, recomputedBlocks: 3, blocks: 4),
    memory: MemoryEstimate(
      weights: 1_000_000, optimizer: 100_000, gradients: 0, activations: 500_000, batch: 100_000,
      evaluation: 0, process: 300_000), peakBytes: 2_000_000, memoryLimit: 2_500_000,
    machineBytes: 16_000_000, recomputedEncoderBlocks: 2, recomputedDecoderBlocks: 1,
    checkpointBytes: 1_100_000, checkpoints: 3)

  @Test func components_shares_andBlocks() {
    let lines = RunPlanTextTable.textLines(plan)
    let text = lines.joined(separator: "\n")
    for part in [
      "3,000", "75.0%", "4,000", "200", "1.5e9", "3.0e11", "50.0%", "limit of the recipe",
      "recomputed blocks: 3 of 4 (encoder 2, decoder 1)", "1.1 MB a checkpoint, 3 at most at once: 3.3 MB",
    ] { #expect(text.contains(part), "\(part) in\n\(text)") }
    // What is nothing is left out, and so is time that was not measured.
    for part in ["sums of gradients", "evaluation", "time"] { #expect(!text.contains(part), "\(part)") }
  }

  @Test func measuredTime_isOfAStepAndOfTheRun() {
    var plan = plan
    plan.measured = .init(steps: 3, secondsPerStep: 0.5)
    #expect(plan.trainingSeconds == 100)
    let text = RunPlanTextTable.textLines(plan).joined(separator: "\n")
    for part in ["500 ms", "2m", "3.0e9", "the median of 2 steps"] { #expect(text.contains(part), "\(part)") }
  }
}
