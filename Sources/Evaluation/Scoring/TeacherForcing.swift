import Autograd
import Instructions
import Models

/// The prepared program that gives every target token of a packed batch its cross-entropy.
final class TeacherForcing {
  let shape: PackedShape
  private let storage: [String: any TensorStorage]
  private let program: any PreparedProgram

  init(_ model: T5, _ parameters: ParameterStore, runtime: any Runtime, shape: PackedShape) {
    self.shape = shape
    storage = shape.makeStorage(runtime)
    program = runtime.prepare(
      Self.record(model, shape), storage: storage.merging(parameters.storage) { batch, _ in batch })
  }

  /// The program: its output is the cross-entropy of every target place.
  static func record(_ model: T5, _ shape: PackedShape) -> Program {
    ProgramBuilder.record(summation: .fixed) { builder in
      let loss = model.recordLoss(builder, shape, dropout: 0)
      builder.output("tokenCrossEntropy", loss.tokenCrossEntropy)
    }
  }

  /// The cross-entropy of every target place, row by row, in nats; 0 for padding.
  func crossEntropies(_ batch: PackedBatch) -> [Float] {
    batch.write(to: storage)
    program.run()
    return program.output("tokenCrossEntropy").floats
  }
}
