import Autograd
import Models
import Optimizers

/// Training of a model on a runtime: loss, gradients and the optimizer's updates in one program, as runs record it.
struct TrainingRun {
  let prepared: any PreparedProgram
  private let storage: [String: any TensorStorage]
  private let model: any LanguageModel
  private let optimizer: any Optimizer
  private let batches: [PlacedBatch]

  /// - Parameter recomputed: the blocks whose inner values reverse mode makes again.
  /// - Throws: what preparing the program throws.
  init(
    _ model: any LanguageModel, _ runtime: any Runtime, optimizer: any Optimizer = Adafactor(),
    recomputed: RecomputedBlocks = .none, rows: Int = 3, length: Int = 13
  ) throws {
    (self.model, self.optimizer) = (model, optimizer)
    batches = (0..<2).map {
      Self.batch($0, rows: rows, length: length, vocabulary: model.vocabularySize, RowLayout(runtime))
    }
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 7)
    var storage = model.makeStorage(batches[0].shape, runtime).merging(store.storage) { first, _ in first }
    let program = Self.program(model, batches[0].shape, optimizer, recomputed)
    let updated = Set(program.outputs.filter(\.isUpdate).map(\.name))
    for input in program.inputs where storage[input.name] == nil {
      let type = program.types[input.value]
      storage[input.name] =
        updated.contains(input.name)
        ? runtime.makeStorages([type], for: .weight)[0] : runtime.makeStorage(type)
    }
    self.storage = storage
    prepared = try runtime.prepare(program, storage: storage)
  }

  private static func program(
    _ model: any LanguageModel, _ shape: PackedShape, _ optimizer: any Optimizer,
    _ recomputed: RecomputedBlocks
  ) -> Program {
    ProgramBuilder.record { builder in
      let loss = model.recordLoss(
        builder, shape, dropout: 0.1, scale: builder.input("lossScale", .float32([])),
        options: LossOptions(zLoss: 1e-4), recomputed: recomputed)
      let scalars = optimizer.recordScalars(builder)
      let variables = loss.parameters.sorted { $0.key < $1.key }
      let gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
      for (variable, gradient) in zip(variables, gradients) {
        let update = optimizer.recordUpdate(
          builder, variable.key, variable.value, gradient: gradient, scalars: scalars)
        builder.output("size/\(variable.key)", update.stepSize)
      }
      builder.output("crossEntropy", loss.crossEntropy)
      builder.output("objective", loss.objective)
    }
  }

  /// Rows of two examples, where the runtime wants them.
  private static func batch(
    _ number: Int, rows: Int, length: Int, vocabulary: Int, _ layout: RowLayout
  ) -> PlacedBatch {
    func side(_ factor: Int) -> PackedTokens.Side {
      let places = (0..<rows * length).map { (row: $0 / length, place: $0 % length) }
      return PackedTokens.Side(
        length: length,
        ids: places.map { Int32(2 + ($0.row * 31 + $0.place * factor + number * 17) % (vocabulary - 2)) },
        segments: places.map { $0.place < length / 2 + $0.row ? 1 : 2 })
    }
    let (inputs, targets) = (side(7), side(5))
    let previous = targets.ids.indices.map { place -> Int32 in
      let isFirst = place % length == 0 || targets.segments[place] != targets.segments[place - 1]
      return isFirst ? 0 : targets.ids[place - 1]
    }
    return PlacedBatch(
      PackedTokens(
        rows: rows, inputs: inputs, targets: targets, previousTargets: previous,
        targetWeights: targets.ids.map { $0 % 5 == 0 ? 0 : 1 }), layout)
  }

  /// Takes a step.
  /// - Returns: cross-entropy and objective before it.
  /// - Throws: what running the program throws.
  func step(_ index: Int) throws -> [Float] {
    let batch = batches[index % batches.count]
    model.write(batch, to: storage)
    storage["randomKey"]?.set(RandomKey.elements(seed: 5, step: index))
    storage["lossScale"]?.set([1 / batch.tokens.targetWeights.reduce(0, +)])
    for scalar in optimizer.scalars(at: index, learningRate: 0.01).all {
      storage[scalar.name]?.set([Float(scalar.value)])
    }
    try prepared.run()
    return [prepared.output("crossEntropy").floats[0], prepared.output("objective").floats[0]]
  }

  /// Parameters and the optimizer's state, by name.
  var state: [String: [Float]] {
    let names = Set(prepared.program.outputs.filter(\.isUpdate).map(\.name))
    return storage.filter { names.contains($0.key) }.mapValues(\.floats)
  }

  /// The sizes of the latest steps, by parameter.
  var stepSizes: [String: Float] {
    let sizes = prepared.program.outputs.filter { $0.name.hasPrefix("size/") }.map(\.name)
    return Dictionary(
      sizes.map { ($0, prepared.output($0).floats[0]) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Array where Element == Float {
  /// How far these numbers are from others, in relation to their norm.
  func distance(from others: [Float]) -> Double {
    let difference = zip(self, others).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    let size = others.reduce(0.0) { $0 + Double($1 * $1) }
    return count == others.count ? (difference / Swift.max(size, 1e-30)).squareRoot() : .infinity
  }
}
