import Autograd
import CPURuntime
import Models

/// A prepared program of a model's loss, its gradients and its logits.
final class LossProgram {
  struct Values {
    let crossEntropy: Float
    let objective: Float
    /// `nil` where it has no weight.
    let zLoss: Float?
    let tokens: [Float]
    /// By parameter; empty unless asked for.
    let gradients: [String: [Float]]
  }

  let program: Program
  private let prepared: any PreparedProgram
  private let storage: [String: any TensorStorage]
  private let names: [String]
  private let hasZLoss: Bool

  init(
    _ model: T5, _ store: ParameterStore, _ shape: PackedShape, runtime: any Runtime, dropout: Double = 0,
    options: LossOptions = LossOptions(zLoss: 0), withGradients: Bool = false,
    recomputed: RecomputedBlocks = .none
  ) throws {
    var names: [String] = []
    hasZLoss = options.zLoss > 0
    program = ProgramBuilder.record { builder in
      let loss = model.recordLoss(builder, shape, dropout: dropout, options: options, recomputed: recomputed)
      builder.output("crossEntropy", loss.crossEntropy)
      builder.output("objective", loss.objective)
      if let zLoss = loss.zLoss { builder.output("zLoss", zLoss) }
      builder.output("tokens", loss.tokenCrossEntropy)
      guard withGradients else { return }
      let variables = loss.parameters.sorted { $0.key < $1.key }
      let gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
      names = variables.map(\.key)
      for (name, gradient) in zip(names, gradients) { builder.output("gradient/\(name)", gradient) }
    }
    var storage = model.makeStorage(shape, runtime).merging(store.storage) { first, _ in first }
    storage["randomKey"] = runtime.makeStorage(RandomKey.type)
    self.storage = storage
    self.names = names
    prepared = try runtime.prepare(program, storage: storage)
  }

  func run(_ batch: TestBatch, seed: UInt64 = 0, step: Int = 0) throws -> Values {
    batch.write(to: storage)
    storage["randomKey"]?.set(RandomKey.elements(seed: seed, step: step))
    try prepared.run()
    return Values(
      crossEntropy: prepared.output("crossEntropy").floats[0],
      objective: prepared.output("objective").floats[0],
      zLoss: hasZLoss ? prepared.output("zLoss").floats[0] : nil,
      tokens: prepared.output("tokens").floats,
      gradients: Dictionary(
        names.map { ($0, prepared.output("gradient/\($0)").floats) }, uniquingKeysWith: { first, _ in first })
    )
  }
}

/// A prepared program of a model's logits.
final class LogitsProgram {
  private let prepared: any PreparedProgram
  private let storage: [String: any TensorStorage]

  init(_ model: T5, _ store: ParameterStore, _ shape: PackedShape, runtime: any Runtime) throws {
    let program = ProgramBuilder.record { builder in
      let (encoded, logits) = model.recordEncodedAndLogits(builder, shape)
      builder.output("encoded", encoded)
      builder.output("logits", logits)
    }
    storage = model.makeStorage(shape, runtime).merging(store.storage) { first, _ in first }
    prepared = try runtime.prepare(program, storage: storage)
  }

  func run(_ batch: TestBatch) throws -> (encoded: [Float], logits: [Float]) {
    batch.write(to: storage)
    try prepared.run()
    return (prepared.output("encoded").floats, prepared.output("logits").floats)
  }
}
