import Autograd
import Evaluation
import Foundation
import Instructions
import Models
import Optimizers
import ProcessGroups
import Storage

/// One optimizer step as prepared programs: loss, gradients and updates.
package final class TrainingStep {
  /// What a step tells.
  package struct Outcome: Sendable {
    /// The sum of the cross-entropies of all tokens that count, in nats.
    package let crossEntropy: Double
    /// The sum of their z-losses, as the objective has it; `nil` where their weight is 0.
    package let zLoss: Double?
    /// The cross-entropy of every target token, `[rows, targetLength]`; 0 for padding.
    package let tokenCrossEntropy: [Float]
    /// The sum of each parameter's squared gradients, before any clipping by update size.
    package let gradientSquares: [String: Double]
    /// The root mean square of the step taken, by parameter.
    package let stepSizes: [String: Double]

    /// The norm of all gradients together.
    package let gradientNorm: Double
  }

  /// What a step is computed with beside its batch and the tensors.
  package struct Inputs: Sendable {
    /// The optimizer's numbers.
    package let scalars: StepScalars
    /// What the sum of the tokens' losses is multiplied by.
    package let lossScale: Double
    /// `RandomKey.elements` of the step.
    package let randomKey: [Int32]

    /// The inputs of a step.
    package init(scalars: StepScalars, lossScale: Double, randomKey: [Int32]) {
      self.scalars = scalars
      self.lossScale = lossScale
      self.randomKey = randomKey
    }
  }

  /// What a part of a step tells, as `Outcome` does of all.
  struct PartOutcome: Codable {
    let crossEntropy: Double
    let zLoss: Double?
    /// In single precision, four bytes each.
    let tokens: Data

    var tokenCrossEntropy: [Float] {
      [Float](unsafeUninitializedCapacity: tokens.count / MemoryLayout<Float>.size) { numbers, count in
        count = tokens.copyBytes(to: UnsafeMutableRawBufferPointer(numbers)) / MemoryLayout<Float>.size
      }
    }
  }

  /// Where a step first left the finite numbers: its first NaN or infinity.
  package struct NonFinite {
    /// The program that made the value.
    package let program: Program
    /// The rows that it was made of; `nil` for the updates that follow all parts.
    package let batch: PlacedBatch?
    /// The value and its place.
    package let value: NonFiniteValue
  }

  /// The step's programs.
  package let programs: TrainingStepPrograms
  private let scalars: [String: any TensorStorage]
  private let passes: BatchPrograms
  private var latestPass: (any PreparedProgram)?
  private let update: (any PreparedProgram)?
  private let names: [String]
  private let compiled: [any CompiledProgram]
  private let share: StepShare?
  /// Seconds of the latest step's parts, without sums over processes, and of the updates that followed them.
  package private(set) var latestTimes: (parts: [Double], update: Double) = ([], 0)

  private typealias Name = TrainingStepPrograms.Name

  /// Records and prepares the step.
  /// - Parameter shape: the rows of the whole step.
  /// - Throws: what preparing the programs throws.
  package convenience init(
    _ state: TrainingState, shape: PackedShape, options: TrainingStepOptions, runtime: any Runtime
  ) throws {
    try self.init(
      state, TrainingStepPrograms(state.model, shape: shape, options: options, RowLayout(runtime)),
      runtime: runtime)
  }

  /// Prepares a recorded step.
  /// - Parameter ranks: the processes that take it together, each some of its parts.
  /// - Throws: what preparing the programs throws.
  package init(
    _ state: TrainingState, _ programs: TrainingStepPrograms, runtime: any Runtime,
    ranks: (any ProcessGroup)? = nil
  ) throws {
    self.programs = programs
    var scalars: [String: any TensorStorage] = [Name.randomKey: runtime.makeStorage(RandomKey.type)]
    for name in programs.options.optimizer.scalarNames + [Name.lossScale] {
      scalars[name] = runtime.makeStorage(.float32([]))
    }
    self.scalars = scalars
    let sums = Dictionary(
      uniqueKeysWithValues: zip(
        programs.gradientSums.map(\.name),
        runtime.makeStorages(programs.gradientSums.map(\.type), for: .weight)))
    share = ranks.map {
      StepShare($0, parts: programs.parts, programs.gradientSums.compactMap { sums[$0.name] })
    }
    let storage = [state.slots, scalars, sums].reduce(state.parameters.storage) {
      $0.merging($1) { old, _ in old }
    }
    passes = BatchPrograms(
      programs.model, runtime: runtime, workspaceBytes: runtime.workspace(of: programs.pass).arena,
      storage: storage
    ) { programs.pass(on: $0) }
    update = try programs.update.map { try runtime.prepare($0, storage: storage) }
    names = programs.trained.map(\.name)
    // There is one program for all batches then: compiling it, which may fail, does not wait for the first of them.
    compiled =
      runtime.joinsRows
      ? [] : try [passes.program(for: programs.part).program, update].compactMap { $0?.compiled }
  }

  /// Whether a compiler has made the step for another device than this program's kernels run on.
  package var isCompiled: Bool { !compiled.isEmpty }

  /// SHA-256 of the compiled code of the step's programs; `nil` where the runtime's own kernels run them.
  /// - Throws: the runtime's error where the code cannot be had.
  package func compiledHash() throws -> String? {
    let hashes = try compiled.map { try $0.contentHash() }
    return hashes.count > 1 ? ContentHash.of(Data(hashes.joined().utf8)) : hashes.first
  }

  /// Writes what was compiled into a folder, for the step of a run that is resumed.
  /// - Returns: what could not be written, in words.
  package func keepCompiled(in folder: String) -> [String] { compiled.compactMap { $0.keep(in: folder) } }

  /// The program of the latest batch's, or its last part's, loss and gradients; of full rows before there was
  /// one.
  package var program: Program { latestPass?.program ?? programs.pass }

  /// Where the time of the latest batch's step goes; `nil` before there was one. The parameters take the
  /// steps that are measured.
  /// - Throws: what running the programs throws.
  package func profile(runs: Int) throws -> ProgramProfile? {
    try latestPass.map { try ProgramProfile($0, runs: runs) }
  }

  /// Bytes that the step's programs and their batches hold beside parameters, optimizer state and sums of
  /// gradients.
  package var byteCount: Int { passes.byteCount + (update?.workspaceBytes ?? 0) }

  /// Takes one step.
  /// - Parameter isShared: whether the processes that were named take it together; else this one computes all parts alone,
  ///   which gives the same bits.
  /// - Throws: what preparing a program for the batch's lengths throws, and what running it throws;
  ///   `ProcessGroupError`.
  package func run(_ packed: PackedBatch, _ inputs: Inputs, isShared: Bool = true) throws -> Outcome {
    set(inputs)
    let share = isShared ? share : nil
    var outcomes: [PartOutcome] = []
    latestTimes.parts = []
    for (pass, part) in (share?.parts ?? Array(0..<programs.parts)).enumerated() {
      let clock = ContinuousClock.now
      outcomes.append(try runPart(part, packed, inputs.randomKey))
      latestTimes.parts.append((ContinuousClock.now - clock) / .seconds(1))
      try share?.addGradients(ofPass: pass)
    }
    if let share { outcomes = try share.gather(outcomes) }
    let clock = ContinuousClock.now
    try update?.run()
    latestTimes.update = (ContinuousClock.now - clock) / .seconds(1)
    let updated = update ?? latestPass
    func scalars(_ output: (String) -> String) throws -> [String: Double] {
      Dictionary(
        uniqueKeysWithValues: try names.map { name in
          (name, Double(try updated?.output(output(name)).fetchedFloats()[0] ?? .nan))
        })
    }
    let squares = try scalars(Name.gradientSquares)
    return Outcome(
      crossEntropy: outcomes.reduce(0) { $0 + $1.crossEntropy },
      zLoss: programs.options.loss.zLoss > 0 ? outcomes.reduce(0) { $0 + ($1.zLoss ?? 0) } : nil,
      tokenCrossEntropy: outcomes.flatMap(\.tokenCrossEntropy), gradientSquares: squares,
      stepSizes: try scalars(Name.stepSize),
      gradientNorm: names.reduce(0.0) { $0 + (squares[$1] ?? 0) }.squareRoot())
  }

  /// Runs the program of a part's loss and gradients.
  private func runPart(_ part: Int, _ packed: PackedBatch, _ key: [Int32]) throws -> PartOutcome {
    let (placed, pass) = try load(packed, part: part, key)
    try pass.run()
    let zLoss =
      programs.options.loss.zLoss > 0 ? Double(try pass.output(Name.zLoss).fetchedFloats()[0]) : nil
    let tokens = placed.separated(try pass.output(Name.tokenCrossEntropy).fetchedFloats())
    return PartOutcome(
      crossEntropy: Double(try pass.output(Name.crossEntropy).fetchedFloats()[0]), zLoss: zLoss,
      tokens: tokens.withUnsafeBytes { Data($0) })
  }

  /// Takes one step operation by operation, as far as the numbers are finite.
  /// - Returns: the first value that is not; `nil` where the step was taken to its end.
  /// - Throws: as `run`.
  package func runToFirstNonFinite(_ packed: PackedBatch, _ inputs: Inputs) throws -> NonFinite? {
    set(inputs)
    for part in 0..<programs.parts {
      let (placed, pass) = try load(packed, part: part, inputs.randomKey)
      if let value = try pass.runToFirstNonFinite() {
        return NonFinite(program: pass.program, batch: placed, value: value)
      }
    }
    return try update.flatMap { update in
      try update.runToFirstNonFinite().map { NonFinite(program: update.program, batch: nil, value: $0) }
    }
  }

  private func set(_ inputs: Inputs) {
    for scalar in inputs.scalars.all { scalars[scalar.name]?.set([Float(scalar.value)]) }
    scalars[Name.lossScale]?.set([Float(inputs.lossScale)])
  }

  /// Places a part's rows and writes them where the program for them reads.
  private func load(
    _ packed: PackedBatch, part: Int, _ key: [Int32]
  ) throws -> (batch: PlacedBatch, pass: any PreparedProgram) {
    let rows = programs.part.rows
    let placed = PlacedBatch(packed, rows: part * rows..<(part + 1) * rows, programs.layout)
    let pass = try passes.program(for: placed.shape)
    programs.model.write(placed, to: pass.batch)
    scalars[Name.randomKey]?.set(RandomKey.elements(ofPart: part, in: key))
    latestPass = pass.program
    return (placed, pass.program)
  }
}
