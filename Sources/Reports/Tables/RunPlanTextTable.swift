import Inspection
import Text

/// The page of `plan`: parameters, work, memory and disk of a run.
package enum RunPlanTextTable {
  /// The lines of the page.
  package static func textLines(_ plan: RunPlan) -> [String] {
    let blocks = [
      DataPlanText.lines(plan.data), parameterLines(plan), workLines(plan), memoryLines(plan),
      diskLines(plan), adapterLines(plan), hostLines(plan),
    ]
    return ["run \(plan.name)"] + machineLines(plan) + blocks.filter { !$0.isEmpty }.flatMap { [""] + $0 }
  }

  private static func machineLines(_ plan: RunPlan) -> [String] {
    guard let machine = plan.machine else { return [] }
    if let device = machine.device {
      return [
        "device     \(device)", "memory     estimated from the program; a compiler may need less or more",
      ]
    }
    return [
      "processor  \(machine.processor), \(machine.threads) \(machine.threads == 1 ? "thread" : "threads")",
      "kernels    \(machine.kernels); matrix products by \(machine.matrixProducts)",
    ]
  }

  private static func parameterLines(_ plan: RunPlan) -> [String] {
    var table = TextTable([
      .init("part"), .init("parameters", .right), .init("share", .right), .init("trained", .right),
    ])
    let sum = plan.parts.reduce(0) { $0 + $1.parameters }
    for part in plan.parts {
      let share = Double(part.parameters) / Double(max(1, sum))
      table.add([
        part.name, NumberText.grouped(part.parameters), NumberText.percent(share),
        NumberText.grouped(part.trained),
      ])
    }
    table.addRule()
    let trained = plan.parts.reduce(0) { $0 + $1.trained }
    table.add(["model", NumberText.grouped(sum), "", NumberText.grouped(trained)])
    return table.lines()
  }

  private static func workLines(_ plan: RunPlan) -> [String] {
    let (numbers, compute) = (plan.arithmetic, plan.compute)
    let steps = Double(numbers.steps)
    var table = TextTable([.init("work"), .init("a step", .right), .init("the run", .right)])
    func add(_ name: String, _ value: Double, _ text: (Double) -> String) {
      table.add([name, text(value), text(value * steps)])
    }
    table.add(["steps", "1", NumberText.grouped(numbers.steps)])
    add("rows", Double(numbers.rows), NumberText.short)
    if let parts = numbers.accumulation, parts > 1 { table.add(["parts of the rows", "\(parts)", ""]) }
    add("token places", Double(numbers.tokensPerStep), NumberText.short)
    add("examples, about", Double(numbers.examplesPerStep), NumberText.short)
    if let operations = numbers.operationsPerStep {
      add("floating-point operations", operations, NumberText.scientific)
    }
    if let measured = plan.measured {
      add("time on this machine", measured.secondsPerStep, NumberText.duration)
      if let operations = numbers.operationsPerStep {
        table.add([
          "operations per second", NumberText.scientific(operations / max(measured.secondsPerStep, 1e-9)), "",
        ])
      }
    }
    return table.lines()
      + [
        "by the paper's formula: \(NumberText.short(compute.factor)) x weights x token places = "
          + "\(NumberText.scientific(compute.finetuning)), \(NumberText.significant(compute.share * 100))% of "
          + "pre-training on \(NumberText.scientific(compute.pretrainingTokens)) tokens as "
          + "\(compute.factor == FinetuningCompute.decoderFactor ? "PaLM" : "T5") was"
      ]
      + (plan.measured.map {
        ["time: the median of \($0.steps - 1) steps; evaluations and checkpoints come on top"]
      } ?? [])
  }

  private static func memoryLines(_ plan: RunPlan) -> [String] {
    let memory = plan.memory
    var table = TextTable([.init("memory"), .init("bytes", .right), .init("share", .right)])
    let components = [
      ("weights", memory.weights), ("optimizer", memory.optimizer), ("sums of gradients", memory.gradients),
      ("activations and scratch", memory.activations), ("batch and outputs", memory.batch),
      ("evaluation", memory.evaluation), ("process and data", memory.process),
    ]
    for (name, bytes) in components where bytes > 0 {
      let share = Double(bytes) / Double(max(1, plan.peakBytes))
      table.add([name, NumberText.bytes(bytes), NumberText.percent(share)])
    }
    table.addRule()
    table.add(["peak", NumberText.bytes(plan.peakBytes), ""])
    table.add(["with full rows, at most", NumberText.bytes(plan.fullRowsBytes), ""])
    if let limit = plan.memoryLimit { table.add(["limit of the recipe", NumberText.bytes(limit), ""]) }
    if let bytes = plan.addressesWithoutMemory {
      table.add(["of ulimit -v, not memory", NumberText.bytes(bytes), ""])
    }
    table.add(["the process may take", NumberText.bytes(plan.machineBytes), ""])
    return table.lines() + [recomputationLine(plan)]
  }

  private static func recomputationLine(_ plan: RunPlan) -> String {
    let count = (plan.recomputedEncoderBlocks ?? 0) + plan.recomputedDecoderBlocks
    if count == 0 { return "recomputed blocks: none" }
    let stacks = plan.recomputedEncoderBlocks.map {
      " (encoder \($0), decoder \(plan.recomputedDecoderBlocks))"
    }
    return "recomputed blocks: \(count) of \(plan.arithmetic.blocks ?? count)\(stacks ?? "")"
  }

  /// What an adapter saves: the plan beside that of training all weights.
  private static func adapterLines(_ plan: RunPlan) -> [String] {
    guard let full = plan.fullFinetuning else { return [] }
    let trained = plan.parts.reduce(0) { $0 + $1.trained }
    var table = TextTable([
      .init("beside all weights"), .init("adapter", .right), .init("all weights", .right),
      .init("saved", .right),
    ])
    func add(_ name: String, _ own: Double, _ other: Double, _ text: (Double) -> String) {
      table.add([name, text(own), text(other), NumberText.percent(1 - own / max(other, 1))])
    }
    func bytes(_ value: Double) -> String { NumberText.bytes(Int(value)) }
    add("trained", Double(trained), Double(full.trained)) { NumberText.grouped(Int($0)) }
    add("memory at the peak", Double(plan.peakBytes), Double(full.peakBytes), bytes)
    add("a checkpoint", Double(plan.checkpointBytes), Double(full.checkpointBytes), bytes)
    if let operations = plan.arithmetic.operationsPerStep {
      add("operations a step", operations, full.operationsPerStep, NumberText.scientific)
    }
    return table.lines()
  }

  /// What a step takes that several hosts share.
  private static func hostLines(_ plan: RunPlan) -> [String] {
    guard let growth = plan.growth else { return [] }
    let titles = ["parts each", "sent a step", "network", "computing", "a step", "speedup", "memory each"]
    var table = TextTable([.init("hosts", .right)] + titles.map { .init($0, .right) })
    func duration(_ seconds: Double?) -> String { seconds.map(NumberText.duration) ?? "?" }
    for row in growth.rows {
      table.add([
        "\(row.hosts)", "\(row.passes)", NumberText.bytes(Int(row.sentBytes)), duration(row.networkSeconds),
        duration(row.computeSeconds), duration(row.stepSeconds),
        growth.speedup(row).map { NumberText.fixed($0, 2) } ?? "?", NumberText.bytes(row.peakBytes),
      ])
    }
    let unknown =
      plan.measured == nil ? " --measure tells the time of parts." : ""
    return table.lines() + [
      "hosts: one process each that takes a step's parts by turns, like this machine; each sends what it receives"
        + (growth.bitsPerSecond == nil ? "; --network tells how long that takes." : ".") + unknown
    ]
  }

  private static func diskLines(_ plan: RunPlan) -> [String] {
    let best =
      plan.bestCheckpointBytes == plan.checkpointBytes
      ? "" : " (the best \(NumberText.bytes(plan.bestCheckpointBytes)))"
    return [
      "disk: \(NumberText.bytes(plan.checkpointBytes)) a checkpoint\(best), \(plan.checkpoints) at most at once: "
        + NumberText.bytes(plan.diskBytes)
    ]
  }
}
