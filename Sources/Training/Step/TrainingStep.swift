import Autograd
import Foundation
import Instructions
import Evaluation
import Models
import Optimizers

/// What one optimizer step needs to be recorded.
public struct TrainingStepOptions: Sendable, Hashable {
  /// The loss.
  public var loss: LossOptions
  /// The optimizer.
  public var optimizer: Adafactor
  /// Clipping of all gradients together, where there is any.
  public var clipping: GlobalNormClipping?

  /// Options of a step.
  public init(loss: LossOptions, optimizer: Adafactor, clipping: GlobalNormClipping?) {
    self.loss = loss
    self.optimizer = optimizer
    self.clipping = clipping
  }
}

/// One optimizer step as a prepared program: loss, gradients and updates in one go.
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

  private let batch: [String: any TensorStorage]
  private let scalars: [String: any TensorStorage]
  private let prepared: any PreparedProgram
  private let names: [String]

  private enum Name {
    static let rate = "learningRate"
    static let decay = "secondMomentDecay"
    static let lossScale = "lossScale"
    static let randomKey = "randomKey"
    static let crossEntropy = "crossEntropy"
    static func stepSize(_ parameter: String) -> String { "stepSize/\(parameter)" }
    static func gradientSquares(_ parameter: String) -> String { "gradientSquares/\(parameter)" }
  }

  /// Records and prepares the step.
  public init(
    _ state: TrainingState, shape: PackedShape, options: TrainingStepOptions, runtime: any Runtime
  ) {
    let program = Self.record(state.model, shape: shape, options: options)
    batch = shape.makeStorage(runtime)
    scalars = [
      Name.rate: runtime.makeStorage(.float32([])), Name.decay: runtime.makeStorage(.float32([])),
      Name.lossScale: runtime.makeStorage(.float32([])), Name.randomKey: runtime.makeStorage(RandomKey.type),
    ]
    let storage = [state.parameters.storage, state.slots, scalars].reduce(batch) {
      $0.merging($1) { old, _ in old }
    }
    prepared = runtime.prepare(program, storage: storage)
    names = state.model.parameters.map(\.name)
  }

  /// The step as a program.
  public static func record(_ model: T5, shape: PackedShape, options: TrainingStepOptions) -> Program {
    ProgramBuilder.record { builder in
      let loss = model.recordLoss(
        builder, shape, dropout: model.configuration.dropoutRate, options: options.loss)
      let rate = builder.input(Name.rate, .float32([]))
      let decay = builder.input(Name.decay, .float32([]))
      let objective = loss.objective * builder.input(Name.lossScale, .float32([]))
      let parameters = model.parameters.compactMap { loss.parameters[$0.name] }
      let raw = builder.gradients(of: objective, withRespectTo: parameters)
      let gradients = options.clipping?.recordClipping(raw) ?? raw
      builder.output(Name.crossEntropy, loss.crossEntropy)
      for (index, specification) in model.parameters.enumerated() {
        let update = options.optimizer.recordUpdate(
          builder, specification.name, parameters[index], gradient: gradients[index], rate: rate, decay: decay
        )
        builder.output(Name.stepSize(specification.name), update.stepSize)
        builder.output(Name.gradientSquares(specification.name), update.gradientSquares)
      }
    }
  }

  /// The recorded program.
  public var program: Program { prepared.program }

  /// Where the time of the latest batch's step goes. The parameters take the steps that are measured.
  public func profile(runs: Int) -> ProgramProfile { ProgramProfile(prepared, runs: runs) }

  /// Bytes that the step holds beside parameters and optimizer state.
  public var workspaceBytes: Int { prepared.workspaceBytes }

  /// Takes one step.
  /// - Parameters:
  ///   - lossScale: what the sum of the tokens' losses is multiplied by.
  ///   - key: `RandomKey.elements` of the step.
  public func run(
    _ packed: PackedBatch, learningRate: Double, secondMomentDecay: Double, lossScale: Double, key: [Int32]
  ) -> Outcome {
    packed.write(to: batch)
    scalars[Name.rate]?.set([Float(learningRate)])
    scalars[Name.decay]?.set([Float(secondMomentDecay)])
    scalars[Name.lossScale]?.set([Float(lossScale)])
    scalars[Name.randomKey]?.set(key)
    prepared.run()
    func scalar(_ name: String) -> Double { Double(prepared.output(name).floats[0]) }
    let squares = names.reduce(0.0) { $0 + scalar(Name.gradientSquares($1)) }
    return Outcome(
      crossEntropy: scalar(Name.crossEntropy), gradientNorm: squares.squareRoot(),
      stepSizes: Dictionary(uniqueKeysWithValues: names.map { ($0, scalar(Name.stepSize($0))) }))
  }
}
