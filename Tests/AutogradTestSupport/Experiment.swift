import Autograd

/// A function of operands recorded as programs, with elements for every input.
public struct Experiment: Sendable {
  /// What is computed from the operands.
  public typealias Body = @Sendable ([Tensor]) -> [Tensor]

  /// Outputs: each result of the function, "result 0", ...
  public let forward: Program
  /// Outputs: the loss, the results, and "gradient 0", ... for each float32 operand.
  public let backward: Program
  /// What a runtime is held to: the results and the gradients, where there are any. The loss is there to be differentiated, not
  /// to be exact.
  public let held: Program
  /// The elements of every input, by name: "operand 0", ..., and the weight of every result's element.
  public var inputs: [String: [Double]] = [:]
  /// The numbers of the float32 operands.
  public let variables: [Int]

  /// Records a function.
  ///
  /// The loss is the sum of the results' elements, each times a random weight.
  /// - Parameters:
  ///   - operands: what it takes.
  ///   - lossResults: of how many of the first results the loss is made; none for no gradient, `nil` for all.
  ///   - seed: where the elements' generator starts.
  public init(_ operands: [Operand], lossResults: Int? = nil, seed: UInt64 = 1, _ body: @escaping Body) {
    variables = operands.indices.filter { operands[$0].type.element == .float32 }
    let variables = variables
    forward = ProgramBuilder.record { builder in
      let tensors = operands.enumerated().map { builder.input("operand \($0)", $1.type) }
      for (index, result) in body(tensors).enumerated() { builder.output("result \(index)", result) }
    }
    var weights: [TensorType] = []
    func differentiated(_ builder: ProgramBuilder, givingLoss: Bool) {
      let tensors = operands.enumerated().map { builder.input("operand \($0)", $1.type) }
      if lossResults == 0 { return }
      let results = body(tensors)
      weights = results.prefix(lossResults ?? results.count).map(\.type)
      let given = weights.enumerated().map { builder.input("weight \($0)", $1) }
      let products = zip(results, given).map { ($0 * $1).sum() }
      let loss = products.dropFirst().reduce(products[0], +)
      if givingLoss { builder.output("loss", loss) }
      for (index, result) in results.enumerated() { builder.output("result \(index)", result) }
      let gradients = builder.gradients(of: loss, withRespectTo: variables.map { tensors[$0] })
      for (index, gradient) in zip(variables, gradients) { builder.output("gradient \(index)", gradient) }
    }
    backward = ProgramBuilder.record { differentiated($0, givingLoss: true) }
    held = lossResults == 0 ? forward : ProgramBuilder.record { differentiated($0, givingLoss: false) }
    var generator = SeededGenerator(seed: seed)
    for (index, operand) in operands.enumerated() {
      inputs["operand \(index)"] = operand.elements(using: &generator)
    }
    for (index, type) in weights.enumerated() {
      inputs["weight \(index)"] = (0..<type.shape.count).map { _ in generator.number(in: -1...1) }
    }
  }

  /// Runs a program of the experiment in the interpreter.
  public func interpret(_ program: Program) -> [Elements] { Interpreter.run(program, inputs) }
}

/// Every operation of the package.
public let everyOperation: [any Autograd.Operation.Type] = [
  Add.self, Barrier.self, Broadcast.self, CompactRows.self, Compare.self, Constant.self, ConvertToFloat.self,
  Divide.self,
  Dropout.self, ErrorFunction.self, ExpandedRows.self, Exponential.self, Gather.self, HyperbolicTangent.self,
  Iota.self,
  Logarithm.self,
  MatrixProduct.self, Maximum.self, Multiply.self, Offset.self, ReciprocalSquareRoot.self, Rectify.self,
  ReduceMaximum.self, ReduceSum.self, RelativeBuckets.self, Reshape.self, RotaryAngles.self, RoundedRows.self,
  Scale.self,
  ScatterAdd.self,
  Select.self, Slice.self,
  SquareRoot.self, Subtract.self, TopK.self, Transpose.self, UpdateRows.self, ZeroPadding.self,
  AdafactorFullUpdate.self, AdafactorUpdate.self, AdamWUpdate.self, Attention.self, AttentionGradient.self,
  CachedAttention.self, Centering.self, CompactProjections.self,
  Activation.self, ActivationGradient.self, GatedLinearUnit.self, GatedLinearUnitGradient.self,
  GroupedDropout.self, LinearArgmax.self,
  LinearCrossEntropy.self,
  LinearCrossEntropyObjective.self,
  LogSumExp.self,
  Projections.self, RMSNorm.self, RMSNormGradient.self, Rotary.self,
]
