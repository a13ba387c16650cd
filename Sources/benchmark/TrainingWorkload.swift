import Autograd
import CPURuntime
import Instructions
import Models
import Optimizers
import Training

/// A training step on full rows of one segment each: no padding, nothing skipped.
struct TrainingWorkload {
  let name: String
  let configuration: T5Configuration
  let shape: PackedShape

  static func all(includingLarge: Bool) -> [TrainingWorkload] {
    var mini = T5Configuration(preset: .mini, vocabularySize: 2048)
    mini.dropoutRate = 0.05
    var small = T5Configuration(preset: .small)
    small.dropoutRate = 0.05
    var list = [
      TrainingWorkload(
        name: "mini, 16 x (256, 64)", configuration: mini,
        shape: PackedShape(rows: 16, inputLength: 256, targetLength: 64)),
      TrainingWorkload(
        name: "t5-v1.1-small, 4 x (256, 64)", configuration: small,
        shape: PackedShape(rows: 4, inputLength: 256, targetLength: 64)),
    ]
    if includingLarge {
      list.append(
        TrainingWorkload(
          name: "t5-v1.1-small, 8 x (512, 128)", configuration: small,
          shape: PackedShape(rows: 8, inputLength: 512, targetLength: 128)))
    }
    return list
  }

  /// The rate at which the step does the arithmetic of its matrix products, in GFLOP/s.
  func measure(_ runtime: CPURuntime, repeats: Int) -> Measurement {
    let state = TrainingState(T5(configuration), optimizer: Adafactor(), runtime: runtime)
    state.parameters.initialize(seed: 1)
    let step = TrainingStep(
      state, shape: shape,
      options: TrainingStepOptions(loss: LossOptions(), optimizer: Adafactor(), clipping: nil),
      runtime: runtime)
    let batch = fullBatch()
    var index = 0
    return Measurement(repeats: repeats, amount: matrixProducts(step.program) / 1e9) {
      _ = step.run(
        batch, learningRate: 1e-3, secondMomentDecay: Adafactor().secondMomentDecay(at: index),
        lossScale: 1 / Double(shape.rows * shape.targetLength), key: RandomKey.elements(seed: 1, step: index))
      index += 1
    }
  }

  /// The floating-point operations of everything that is a matrix product, the loss's second product not counted:
  /// making the logits again is our choice, not the step's work.
  private func matrixProducts(_ program: Program) -> Double {
    program.instructions.reduce(0) { sum, instruction in
      let cost = instruction.operation.cost(
        operands: instruction.operands.map { program.types[$0] },
        results: instruction.results.map { program.types[$0] })
      switch instruction.operation {
      case is MatrixProduct, is LinearCrossEntropy: return sum + Double(cost.floatingPointOperations)
      case is LinearCrossEntropyGradient: return sum + Double(cost.floatingPointOperations) * 2 / 3
      case is Attention: return sum + Double(cost.floatingPointOperations)
      case is AttentionGradient: return sum + Double(cost.floatingPointOperations) * 4 / 5
      default: return sum
      }
    }
  }

  /// Rows of one example that fills them.
  private func fullBatch() -> PackedBatch {
    let examples = (0..<shape.rows).map { row in
      TokenizedExample(
        inputs: ids(shape.inputLength, row), targets: ids(shape.targetLength, row + 100),
        provenance: Provenance(
          task: "full", instance: row, format: .zeroShot, template: "none", exemplars: []))
    }
    let configuration = PackingConfiguration(
      rows: shape.rows, inputLength: shape.inputLength, targetLength: shape.targetLength,
      examplesPerStep: shape.rows)
    guard let batch = try? Packer(configuration).pack(examples).first else {
      preconditionFailure("examples of exactly a row's length fill the rows")
    }
    return batch
  }

  private func ids(_ count: Int, _ salt: Int) -> [Int32] {
    (0..<count).map { Int32(3 + ($0 * 7919 + salt * 104_729) % (configuration.vocabularySize - 200)) }
  }
}
