import ArgumentParser
import Autograd
import Benchmarking
import CPURuntime
import Evaluation
import Foundation
import Instructions
import Models
import Optimizers
import Training

/// `schedule`: how many threads would share a training step, simulated on the cores that there are.
struct ScheduleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Simulates how many threads would share a training step, and shows where they would sleep.",
    discussion: """
      Every part of the step is done and timed on one thread, then laid out on as many as asked for. What many cores share, caches and \
      memory, is not simulated, nor the microsecond or two of each meeting of the threads.

        benchmark schedule --threads 4 --threads 16 --threads 64
      """)

  @Option(help: "Threads; repeat it for several. Default: 2, 4, 8, 16, 64.")
  var threads: [Int] = []

  @Option(help: "Rows of the step.")
  var rows = 8

  @Option(help: "Tokens of an input.")
  var input = 512

  @Option(help: "Tokens of a target.")
  var target = 128

  @Option(help: "Rounds; of each instruction the quickest counts.")
  var rounds = 3

  func validate() throws {
    if (threads + [rows, input, target, rounds]).contains(where: { $0 < 1 }) {
      throw ValidationError("all numbers are 1 or more")
    }
    if threads.contains(where: { $0 > 1024 }) { throw ValidationError("--threads is at most 1024") }
  }

  func run() throws {
    print("threads  step ms  speed-up  at work  the longest sleep")
    var alone: Double?
    for count in threads.isEmpty ? [1, 2, 4, 8, 16, 64] : threads {
      let step = try SimulatedStep(
        threads: count, PackedShape(rows: rows, inputLength: input, targetLength: target))
      let parts = step.measure(rounds: rounds)
      let (span, work) = (parts.reduce(0) { $0 + $1.span }, parts.reduce(0) { $0 + $1.work })
      alone = alone ?? work
      let longest = parts.max { $0.sleep(of: count) < $1.sleep(of: count) }
      let sleep = longest.map {
        String(format: "%@, %.1f %% of the step", $0.name, 100 * $0.sleep(of: count) / span)
      }
      print(
        String(
          format: "%7d %8.1f %8.1f %8.1f %%  ", count, span * 1000, (alone ?? work) / span,
          100 * work / span / Double(count))
          + (sleep ?? ""))
    }
  }
}

/// A training step of T5-v1.1-small on full rows, on a simulating runtime.
private struct SimulatedStep {
  /// All instructions of an operation.
  struct Part {
    let name: String
    var work, span: Double

    /// Seconds that a thread sleeps meanwhile, the mean of all.
    func sleep(of threads: Int) -> Double { span - work / Double(threads) }
  }

  private let runtime: CPURuntime
  private let program: Program
  private let prepared: any PreparedProgram

  init(threads: Int, _ shape: PackedShape) throws {
    let runtime = CPURuntime(simulating: threads)
    var configuration = T5Configuration(preset: .small, version: .v1_1, vocabularySize: 32_128)
    configuration.dropoutRate = 0.05
    let model = T5(configuration)
    let options = TrainingStepOptions(loss: LossOptions(), optimizer: Adafactor(), clipping: nil)
    let layout = RowLayout(runtime)
    let program = TrainingStepPrograms(model, shape: shape, options: options, layout).pass
    var storage = Dictionary(
      uniqueKeysWithValues: program.inputs.map { ($0.name, runtime.makeStorage(program.types[$0.value])) })
    // The optimizer's numbers and the losses' scale: any do, since nothing but time is asked.
    for tensor in storage.values where tensor.type == .float32([]) { tensor.set([1e-3]) }
    let parameters = ParameterStore(model.parameters, runtime: runtime)
    parameters.initialize(seed: 1)
    storage.merge(parameters.storage) { $1 }
    let packing = PackingConfiguration(
      rows: shape.rows, inputLength: shape.inputLength, targetLength: shape.targetLength)
    let pairs = DrawnPairs.full(shape.rows, shape.inputLength, shape.targetLength, ids: 32_000)
    guard let batch = try Packer(packing).pack(pairs.examples).first else {
      throw NotMeasured(description: "there are no pairs")
    }
    model.write(PlacedBatch(batch, layout), to: storage)
    prepared = runtime.prepare(program, storage: storage)
    (self.runtime, self.program) = (runtime, program)
  }

  /// The parts of a step, by operation.
  func measure(rounds: Int) -> [Part] {
    var best = runtime.runSimulated(prepared)
    for _ in 0..<rounds {
      best = zip(best, runtime.runSimulated(prepared)).map { $0.span <= $1.span ? $0 : $1 }
    }
    var parts: [String: Part] = [:]
    for time in best {
      let name = program.instructions[time.instruction].operation.name
      parts[name, default: Part(name: name, work: 0, span: 0)].work += time.work
      parts[name]?.span += time.span
    }
    return Array(parts.values)
  }
}
