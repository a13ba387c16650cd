import Autograd
import Evaluation
import Foundation
import Instructions
import Models
import Optimizers

/// One optimizer step as prepared programs: loss, gradients and updates.
public final class TrainingStep {
  /// What a step tells.
  public struct Outcome: Sendable {
    /// The sum of the target tokens' cross-entropies, in nats.
    public let crossEntropy: Double
    /// The norm of all gradients together, before any clipping by update size.
    public let gradientNorm: Double
    /// The root mean square of the step taken, by parameter.
    public let stepSizes: [String: Double]
  }

  /// The step's programs.
  public let programs: TrainingStepPrograms
  private let batch: [String: any TensorStorage]
  private let scalars: [String: any TensorStorage]
  private let pass: any PreparedProgram
  private let update: (any PreparedProgram)?
  private let names: [String]

  private typealias Name = TrainingStepPrograms.Name

  /// Records and prepares the step.
  /// - Parameter shape: the rows of the whole step.
  public convenience init(
    _ state: TrainingState, shape: PackedShape, options: TrainingStepOptions, runtime: any Runtime
  ) {
    self.init(
      state, TrainingStepPrograms(state.model, shape: shape, options: options), runtime: runtime)
  }

  /// Prepares a recorded step.
  public init(_ state: TrainingState, _ programs: TrainingStepPrograms, runtime: any Runtime) {
    self.programs = programs
    batch = programs.batch.makeStorage(runtime)
    scalars = [
      Name.rate: runtime.makeStorage(.float32([])), Name.decay: runtime.makeStorage(.float32([])),
      Name.lossScale: runtime.makeStorage(.float32([])), Name.randomKey: runtime.makeStorage(RandomKey.type),
    ]
    let sums = Dictionary(
      uniqueKeysWithValues: programs.gradientSums.map { ($0.name, runtime.makeStorage($0.type)) })
    let storage = [state.parameters.storage, state.slots, scalars, sums].reduce(batch) {
      $0.merging($1) { old, _ in old }
    }
    pass = runtime.prepare(programs.pass, storage: storage)
    update = programs.update.map { runtime.prepare($0, storage: storage) }
    names = state.model.parameters.map(\.name)
  }

  /// The program of all rows' or a part's loss and gradients.
  public var program: Program { pass.program }

  /// Where the time of the latest batch's step goes. The parameters take the steps that are measured.
  public func profile(runs: Int) -> ProgramProfile { ProgramProfile(pass, runs: runs) }

  /// Bytes that the step's programs hold beside parameters, optimizer state and sums of gradients.
  public var workspaceBytes: Int { pass.workspaceBytes + (update?.workspaceBytes ?? 0) }

  /// Takes one step.
  /// - Parameters:
  ///   - lossScale: what the sum of the tokens' losses is multiplied by.
  ///   - key: `RandomKey.elements` of the step.
  public func run(
    _ packed: PackedBatch, learningRate: Double, secondMomentDecay: Double, lossScale: Double, key: [Int32]
  ) -> Outcome {
    scalars[Name.rate]?.set([Float(learningRate)])
    scalars[Name.decay]?.set([Float(secondMomentDecay)])
    scalars[Name.lossScale]?.set([Float(lossScale)])
    var crossEntropy = 0.0
    for part in 0..<programs.parts {
      packed.write(to: batch, rows: part * programs.batch.rows..<(part + 1) * programs.batch.rows)
      scalars[Name.randomKey]?.set(RandomKey.elements(ofPart: part, in: key))
      pass.run()
      crossEntropy += Double(pass.output(Name.crossEntropy).floats[0])
    }
    update?.run()
    let updated = update ?? pass
    func scalar(_ name: String) -> Double { Double(updated.output(name).floats[0]) }
    let squares = names.reduce(0.0) { $0 + scalar(Name.gradientSquares($1)) }
    return Outcome(
      crossEntropy: crossEntropy, gradientNorm: squares.squareRoot(),
      stepSizes: Dictionary(uniqueKeysWithValues: names.map { ($0, scalar(Name.stepSize($0))) }))
  }
}
