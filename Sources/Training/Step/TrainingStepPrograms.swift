import Autograd
import Evaluation
import Models
import Optimizers

/// One optimizer step as programs.
///
/// A step on all rows at once is one program, in which every gradient dies at its parameter's update. A step
/// in parts is two: one that adds the gradients of a part to sums that outlive it, and one that makes the
/// updates of the sums and sets them back to zero.
///
/// Where the rows of a part are joined to one (`RowLayout`), the program of loss and gradients has the length that the part's
/// rows are full.
package struct TrainingStepPrograms: Sendable {
  /// How often a step runs `pass`: once for each part.
  package let parts: Int
  /// The rows of a part.
  package let part: PackedShape
  /// Where programs have a part's rows.
  package let layout: RowLayout
  /// A part's rows as programs have them, all of them full.
  package let batch: PackedShape
  /// Loss and gradients of full rows; of a step on all rows the updates too.
  package let pass: Program
  /// The updates of a step in parts.
  package let update: Program?
  /// The parameters that the step changes, in the model's order.
  package let trained: [ParameterSpecification]
  let model: any LanguageModel
  package let options: TrainingStepOptions

  package enum Name {
    package static let lossScale = "lossScale"
    package static let randomKey = "randomKey"
    package static let crossEntropy = "crossEntropy"
    package static let zLoss = "zLoss"
    package static let objective = "objective"
    package static let tokenCrossEntropy = "tokenCrossEntropy"
    package static func gradientSum(_ parameter: String) -> String { "gradientSum/\(parameter)" }
    package static func stepSize(_ parameter: String) -> String { "stepSize/\(parameter)" }
    package static func gradientSquares(_ parameter: String) -> String { "gradientSquares/\(parameter)" }
  }

  /// Records a step.
  /// - Parameter shape: the rows of the whole step, a multiple of the options' parts.
  package init(
    _ model: any LanguageModel, shape: PackedShape, options: TrainingStepOptions, _ layout: RowLayout
  ) {
    precondition(
      options.accumulation >= 1 && shape.rows % options.accumulation == 0,
      "\(shape.rows) rows in \(options.accumulation) parts")
    parts = options.accumulation
    part = PackedShape(
      rows: shape.rows / options.accumulation, inputLength: shape.inputLength,
      targetLength: shape.targetLength)
    self.layout = layout
    batch = part.full(layout)
    self.model = model
    self.options = options
    let trained = model.parameters.filter { !options.frozen.contains($0.name) }
    self.trained = trained
    pass = Self.recordPass(model, trained, batch, options)
    update =
      options.accumulation == 1
      ? nil
      : ProgramBuilder.record { builder in
        let parameters = trained.map { builder.input($0.name, .float32($0.shape)) }
        let sums = trained.map { builder.input(Name.gradientSum($0.name), .float32($0.shape)) }
        Self.recordUpdates(builder, trained, parameters, sums, options)
        for specification in trained {
          builder.update(
            Name.gradientSum(specification.name), with: builder.constant(0, specification.shape))
        }
      }
  }

  /// Loss and gradients of placed rows of a shape; of a step on all rows the updates too.
  package func pass(on batch: PackedShape) -> Program {
    batch == self.batch ? pass : Self.recordPass(model, trained, batch, options)
  }

  private static func recordPass(
    _ model: any LanguageModel, _ trained: [ParameterSpecification], _ batch: PackedShape,
    _ options: TrainingStepOptions
  ) -> Program {
    ProgramBuilder.record { builder in
      let (parameters, gradients) = recordGradients(builder, model, trained, batch, options)
      if options.accumulation == 1 {
        recordUpdates(builder, trained, parameters, gradients, options)
      } else {
        for (specification, gradient) in zip(trained, gradients) {
          let name = Name.gradientSum(specification.name)
          builder.update(name, with: builder.input(name, gradient.type) + gradient)
        }
      }
    }
  }

  /// Records the loss of rows and its gradients, in the order of the trained parameters.
  private static func recordGradients(
    _ builder: ProgramBuilder, _ model: any LanguageModel, _ trained: [ParameterSpecification],
    _ batch: PackedShape,
    _ options: TrainingStepOptions
  ) -> (parameters: [Tensor], gradients: [Tensor]) {
    let loss = model.recordLoss(
      builder, batch, dropout: model.dropoutRate,
      scale: builder.input(Name.lossScale, .float32([])), options: options.loss,
      recomputed: options.recomputed, frozen: options.frozen)
    let parameters = trained.compactMap { loss.parameters[$0.name] }
    let gradients = builder.gradients(of: loss.objective, withRespectTo: parameters)
    builder.output(Name.crossEntropy, loss.crossEntropy)
    if let zLoss = loss.zLoss { builder.output(Name.zLoss, zLoss) }
    builder.output(Name.objective, loss.objective)
    builder.output(Name.tokenCrossEntropy, loss.tokenCrossEntropy)
    return (parameters, gradients)
  }

  /// Records clipping and every parameter's update.
  private static func recordUpdates(
    _ builder: ProgramBuilder, _ trained: [ParameterSpecification], _ parameters: [Tensor], _ raw: [Tensor],
    _ options: TrainingStepOptions
  ) {
    let scalars = options.optimizer.recordScalars(builder)
    let gradients = options.clipping?.recordClipping(raw) ?? raw
    for (index, specification) in trained.enumerated() {
      let update = options.optimizer.recordUpdate(
        builder, specification.name, parameters[index], gradient: gradients[index],
        scalars: scalars)
      builder.output(Name.stepSize(specification.name), update.stepSize)
      builder.output(Name.gradientSquares(specification.name), update.gradientSquares)
    }
  }

  /// How many numbers the trained parameters are together.
  package var trainedCount: Int { trained.reduce(0) { $0 + $1.shape.count } }

  /// What a whole step on full rows costs.
  package var cost: Cost { cost(on: batch) }

  /// What a whole step costs whose parts' placed rows have the shape `batch`.
  package func cost(on batch: PackedShape) -> Cost {
    let once = pass(on: batch).cost
    let all = Cost(
      floatingPointOperations: once.floatingPointOperations * parts, bytes: once.bytes * parts)
    return all + (update?.cost ?? .zero)
  }

  /// Bytes that the programs hold for parts whose placed rows have the shape `batch`: intermediate values and
  /// scratch; the batch and outputs.
  package func bytes(on batch: PackedShape, runtime: any Runtime) -> (activations: Int, batch: Int) {
    // Passes share a workspace, the update has an arena of its own.
    let (pass, update) = (runtime.workspace(of: pass(on: batch)), update.map(runtime.workspace(of:)))
    return (pass.arena + (update?.alone ?? 0), model.byteCount(ofBatch: batch) + pass.outputs)
  }

  /// The sums of gradients that outlive the programs; none of a step on all rows.
  package var gradientSums: [(name: String, type: TensorType)] {
    guard let update else { return [] }
    return update.inputs.filter { $0.name.hasPrefix(Name.gradientSum("")) }
      .map { ($0.name, update.types[$0.value]) }
  }
}
