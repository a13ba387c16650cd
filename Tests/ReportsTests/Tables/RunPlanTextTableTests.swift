import Foundation
import Testing

@testable import Inspection
@testable import JSON
@testable import Reports
@testable import Runs
@testable import Training

@Suite struct RunPlanTextTableTests {
  private let plan = RunPlan(
    name: "example",
    parts: [
      .init(name: "embedding", parameters: 3_000, trained: 0),
      .init(name: "encoder", parameters: 1_000, trained: 900),
    ],
    arithmetic: RunArithmetic(
      steps: 200, rows: 4, inputLength: 128, targetLength: 32, examplesPerStep: 20, operationsPerStep: 1.5e9,
      memoryBytes: 2_000_000, accumulation: 2, recomputedBlocks: 3, blocks: 4),
    memory: MemoryEstimate(
      weights: 1_000_000, optimizer: 100_000, gradients: 0, activations: 500_000, batch: 100_000,
      evaluation: 0, process: 300_000), peakBytes: 2_000_000, fullRowsBytes: 2_100_000,
    memoryLimit: 2_500_000,
    machineBytes: 16_000_000, recomputedEncoderBlocks: 2, recomputedDecoderBlocks: 1,
    checkpointBytes: 1_100_000, bestCheckpointBytes: 1_100_000, checkpoints: 3, diskBytes: 3_300_000,
    data: RunPlanTextTableTests.data(tasks: 2),
    compute: FinetuningCompute(parameters: 4_000, tokens: 128_000))

  /// Made-up statistics of a mixture.
  private static func data(tasks: Int) -> DataStatistics {
    let lengths = #"{"mean": 20, "median": 20, "p95": 30, "maximum": 40}"#
    let rows = (0..<tasks).map { index in
      let means = index == 0 ? "" : #", "meanInputTokens": 20, "meanTargetTokens": 5"#
      return """
        {"task": "task\(index)", "subMixture": "part", "instances": 100, "share": 0.5, "examples": 8, "epochs": 0.1,
         "epochsOfRun": 2.5, "examplesOfRun": \(1_000 + index)\(means)}
        """
    }
    let text = """
      {"recipe": "r", "steps": 4, "examples": 16, "packed": 16, "truncated": 2, "leftOut": {}, "goingOn": 0,
       "inputs": \(lengths), "targets": \(lengths), "fill": {"inputs": 0.9, "targets": 0.5},
       "nextFitFill": {"inputs": 0.8, "targets": 0.4}, "formats": [], "subMixtures": [], "kinds": [],
       "tasks": [\(rows.joined(separator: ","))]}
      """
    do {
      return try EventCoding.decode(DataStatistics.self, from: Data(text.utf8))
    } catch {
      preconditionFailure("\(error)")
    }
  }

  @Test func aRoundedBestIsTold() {
    var rounded = plan
    (rounded.bestCheckpointBytes, rounded.diskBytes) = (600_000, 2_800_000)
    let text = RunPlanTextTable.textLines(rounded).joined(separator: "\n")
    #expect(
      text.contains("disk: 1.1 MB a checkpoint (the best 600 kB), 3 at most at once: 2.8 MB"), "\(text)")
  }

  @Test func components_shares_andBlocks() {
    let lines = RunPlanTextTable.textLines(plan)
    let text = lines.joined(separator: "\n")
    for part in [
      "3,000", "75.0%", "4,000", "200", "1.5e9", "3.0e11", "50.0%", "limit of the recipe", "at most",
      "2.1 MB",
      "recomputed blocks: 3 of 4 (encoder 2, decoder 1)", "1.1 MB a checkpoint, 3 at most at once: 3.3 MB",
    ] { #expect(text.contains(part), "\(part) in\n\(text)") }
    // What is nothing is left out, and so is time that was not measured.
    for part in ["sums of gradients", "evaluation", "time"] { #expect(!text.contains(part), "\(part)") }
  }

  @Test func machine_isNamed_whereItIsKnown() {
    var plan = plan
    #expect(!RunPlanTextTable.textLines(plan).contains { $0.hasPrefix("processor") })
    plan.machine = .init(
      processor: "A processor",
      runtime: .init(
        name: "CPU", threads: 2, kernels: "x86-64-v3", matrixProducts: "own panels with narrow blocks"))
    let lines = RunPlanTextTable.textLines(plan)
    #expect(lines.contains("processor  A processor, 2 threads"))
    #expect(lines.contains("kernels    x86-64-v3; matrix products by own panels with narrow blocks"))
  }

  @Test func tasks_withEpochsAndTokens_thenFillAndLosses() {
    let text = RunPlanTextTable.textLines(plan).joined(separator: "\n")
    for part in [
      "task1  part        100  50.0%     1,001    2.50         20.0k           5.0k",
      "inputs 90.0% full, targets 50.0% full",
      "2 are cut to the row (12.50%); none is left out", "3 x weights x token places = 1.5e9",
    ] { #expect(text.contains(part), "\(part) in\n\(text)") }
    #expect(
      text.contains("task0  part        100  50.0%     1,000    2.50             -              -"), "\(text)"
    )
  }

  @Test func manyTasks_areSummedUp() {
    var plan = plan
    plan.data = Self.data(tasks: 45)
    let text = RunPlanTextTable.textLines(plan).joined(separator: "\n")
    #expect(text.contains("5 more tasks") && !text.contains("task3 "), "\(text)")
  }

  @Test func measuredTime_isOfAStepAndOfTheRun() {
    var plan = plan
    plan.measured = .init(steps: 3, secondsPerStep: 0.5)
    #expect(plan.trainingSeconds == 100)
    let text = RunPlanTextTable.textLines(plan).joined(separator: "\n")
    for part in ["500 ms", "2m", "3.0e9", "the median of 2 steps"] { #expect(text.contains(part), "\(part)") }
  }
}
