import Autograd
import Evaluation
import Foundation
import Instructions
import Models
import Runs
import Setup
import Training

/// What a run will take, told before it starts.
package struct RunPlan: Sendable, Codable, Equatable {
  /// The parameters of a part of the model.
  package struct Part: Sendable, Codable, Equatable {
    /// What the model calls it: `embedding`, `encoder`, `decoder`, `head`.
    package var name: String
    /// Parameters of the part.
    package var parameters: Int
    /// How many of them are trained.
    package var trained: Int
  }

  /// What was measured with real steps.
  package struct Measurement: Sendable, Codable, Equatable {
    /// Steps that were taken, the first included.
    package var steps: Int
    /// Seconds of a step, the median without the first, which pays for fresh memory.
    package var secondsPerStep: Double

    /// A measurement.
    package init(steps: Int, secondsPerStep: Double) {
      self.steps = steps
      self.secondsPerStep = secondsPerStep
    }
  }

  /// What training all weights takes, beside which an adapter's plan is to be seen.
  package struct FullFinetuning: Sendable, Codable, Equatable {
    /// Parameters that are trained.
    package var trained: Int
    /// Memory at the peak, in bytes, with the same rows.
    package var peakBytes: Int
    /// Bytes of a checkpoint.
    package var checkpointBytes: Int
    /// Floating-point operations of a step.
    package var operationsPerStep: Double
  }

  /// What steps run on.
  package struct Machine: Sendable, Codable, Equatable {
    /// The processor's name.
    package var processor: String
    /// Threads that share the work of each operation.
    package var threads: Int
    /// The processor that the program's kernels are compiled for.
    package var kernels: String
    /// Who makes matrix products.
    package var matrixProducts: String
    /// The device and the plug-in of XLA's, in words; `nil` where the processor itself computes.
    package var device: String?

    /// A processor and what the runtime on it says of itself.
    package init(processor: String, runtime: RuntimeDescription) {
      (self.processor, threads) = (processor, runtime.threads)
      (kernels, matrixProducts) = (runtime.kernels, runtime.matrixProducts)
      device = runtime.device.map { RunPassport.Device($0).words }
    }
  }

  /// The run's name.
  package var name: String
  /// What its steps would run on here; `nil` where that is not known.
  package var machine: Machine?
  /// The model's parameters by part.
  package var parts: [Part]
  /// Steps, tokens and operations.
  package var arithmetic: RunArithmetic
  /// Memory at the peak, by component, with rows as full as those of the first steps are at most.
  package var memory: MemoryEstimate
  /// The peak, in bytes.
  package var peakBytes: Int
  /// What the peak would be with rows that are full, in bytes: what the recipe's limit holds for.
  package var fullRowsBytes: Int
  /// The recipe's limit in bytes.
  package var memoryLimit: Int?
  /// What the process may take of the machine's memory, in bytes (`ProcessLimits`).
  package var machineBytes: Int
  /// Of a limit of addresses (`ulimit -v`), those that hold no memory, in bytes: OpenBLAS's buffers, code.
  package var addressesWithoutMemory: Int?
  /// Recomputed blocks of the encoder; `nil` where the model has none.
  package var recomputedEncoderBlocks: Int?
  /// Recomputed blocks of the decoder.
  package var recomputedDecoderBlocks: Int
  /// Bytes of a checkpoint that the run goes on from.
  package var checkpointBytes: Int
  /// Bytes of the best checkpoint, which may have weights of fewer bytes.
  package var bestCheckpointBytes: Int
  /// The most checkpoints that are on disk at once: the newest, the best, and one of either that is being
  /// written.
  package var checkpoints: Int
  /// Bytes on disk when checkpoints take most.
  package var diskBytes: Int
  /// What the data comes to: tasks, lengths, fill and losses over the first steps.
  package var data: DataStatistics
  /// Operations by the paper's formula, beside those of T5's pre-training, or of PaLM's for a decoder alone.
  package var compute: FinetuningCompute
  /// What training all weights of the same recipe would take, where it trains an adapter.
  package var fullFinetuning: FullFinetuning?
  /// Measured steps, where that was asked for.
  package var measured: Measurement?
  /// Steps that several hosts share, where that was asked for.
  package var growth: HostGrowth?

  /// Seconds of all steps, without evaluations and checkpoints.
  package var trainingSeconds: Double? { measured.map { $0.secondsPerStep * Double(arithmetic.steps) } }
}

extension PlannedRun {
  /// Steps that the statistics of the data are made of.
  private static let sampledSteps = 16

  /// What the run will take.
  /// - Throws: `ExampleTooLongError`, `MixtureError`.
  package func page(runtime: any Runtime) throws -> RunPlan {
    let recipe = loaded.recipe
    let steps = min(recipe.train.steps, Self.sampledSteps)
    let statistics = try DataInspection(data, tokenizer: setup.tokenizer).statistics(steps: steps)
    let placed = try placedParts(steps: steps)
    let memory = plan.memory(on: placed.fullest, runtime: runtime)
    var arithmetic = arithmetic
    arithmetic.operationsPerStep = Double(plan.programs.cost(on: placed.mean).floatingPointOperations)
    let checkpoints = CheckpointCount(recipe)
    return RunPlan(
      name: recipe.name, parts: parts, arithmetic: arithmetic, memory: memory,
      peakBytes: memory.total, fullRowsBytes: plan.memory.total, memoryLimit: recipe.memory.limit?.bytes,
      machineBytes: ProcessLimits.memory,
      addressesWithoutMemory: ProcessLimits.addresses?.withoutMemory,
      recomputedEncoderBlocks: setup.model.stacks.contains { $0.name == "encoder" }
        ? plan.recomputed["encoder"].count : nil,
      recomputedDecoderBlocks: plan.recomputed["decoder"].count,
      checkpointBytes: checkpointBytes, bestCheckpointBytes: bestCheckpointBytes,
      checkpoints: checkpoints.most,
      diskBytes: checkpoints.mostBytes(checkpoint: checkpointBytes, best: bestCheckpointBytes),
      data: statistics,
      compute: compute,
      fullFinetuning: (setup.model as? AdaptedModel).map { fullFinetuning($0.base, placed, runtime) })
  }

  /// The run by the paper's formula.
  private var compute: FinetuningCompute {
    let share = setup.model.shareOfWeightsMet
    return FinetuningCompute(
      parameters: Double(setup.model.parameterCount),
      tokens: Double(loaded.recipe.train.steps) * Double(arithmetic.tokensPerStep),
      pretrainingTokens: share == 1
        ? FinetuningCompute.decoderPretrainingTokens : FinetuningCompute.standardPretrainingTokens,
      factor: FinetuningCompute.decoderFactor * share)
  }

  /// The shapes that programs have for the first steps' parts: the one that all would fit in, and their mean.
  private func placedParts(steps: Int) throws -> (fullest: PackedShape, mean: PackedShape) {
    let (part, full) = (plan.programs.part, plan.programs.batch)
    if plan.programs.layout == .apart { return (full, full) }
    var batches = BatchCursor(data.batches)
    var shapes: [PackedShape] = []
    for step in 0..<steps {
      let batch = try data.locatingExamples { try batches.batch(step: step) }
      for row in stride(from: 0, to: batch.rows, by: part.rows) {
        shapes.append(PlacedBatch(batch, rows: row..<(row + part.rows), .joined).shape)
      }
    }
    func joined(_ length: ([Int]) -> Int) -> PackedShape {
      PackedShape(
        joining: part, inputLength: length(shapes.map(\.inputLength)),
        targetLength: length(shapes.map(\.targetLength)))
    }
    return (
      joined { $0.max() ?? 1 }, joined { max(1, $0.reduce(0, +) / max(1, $0.count)) }
    )
  }

  /// What the same steps take that train all weights of a model.
  private func fullFinetuning(
    _ model: any LanguageModel, _ placed: (fullest: PackedShape, mean: PackedShape), _ runtime: any Runtime
  ) -> RunPlan.FullFinetuning {
    var planner = StepPlanner(loaded.recipe, setup, data, frozen: [], runtime: runtime)
    planner.model = model
    let full = planner.plan(recomputing: plan.recomputed.count)
    return RunPlan.FullFinetuning(
      trained: model.parameterCount, peakBytes: full.memory(on: placed.fullest, runtime: runtime).total,
      checkpointBytes: Self.checkpointBytes(model.parameters, optimizer: full.memory.optimizer, setup),
      operationsPerStep: Double(full.programs.cost(on: placed.mean).floatingPointOperations))
  }

  private var parts: [RunPlan.Part] {
    let trained = Set(plan.programs.trained.map(\.name))
    return setup.model.parameters.reduce(into: []) { parts, parameter in
      let name = setup.model.part(of: parameter.name)
      let place = parts.firstIndex { $0.name == name } ?? parts.count
      if place == parts.count { parts.append(RunPlan.Part(name: name, parameters: 0, trained: 0)) }
      parts[place].parameters += parameter.shape.count
      if trained.contains(parameter.name) { parts[place].trained += parameter.shape.count }
    }
  }
}
