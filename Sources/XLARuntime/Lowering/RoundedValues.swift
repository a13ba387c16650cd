import Autograd

extension Program {
  /// The values that are bfloat16 between operations where that is the arithmetic: float32 tensors of at least two axes,
  /// as t5x keeps them (its `dtype` is of activations), but for those that float32 is kept for:
  ///
  /// - what an output gives, or an optimizer's update reads: gradients of parameters, and all that is made of them;
  /// - logarithms of sums, reciprocals of norms and angles, whose digits an exponential or a long sum would magnify.
  ///
  /// Inputs are as they come: parameters and the optimizer's state are float32.
  var roundedValues: Set<ValueID> {
    let precise = gradientsOfParameters.union(outputs.map(\.value))
    var rounded: Set<ValueID> = []
    for instruction in instructions {
      for (place, value) in instruction.results.enumerated() {
        let type = types[value]
        guard type.element == .float32, type.shape.rank >= 2, !precise.contains(value),
          !instruction.operation.isPrecise(result: place)
        else { continue }
        rounded.insert(value)
      }
    }
    return rounded
  }

  /// What updates read, as far back as elements are combined one by one, and all that is made of it: gradients of
  /// parameters, their sums over parts of a batch, their clipping.
  private var gradientsOfParameters: Set<ValueID> {
    let updates = Set(outputs.filter(\.isUpdate).map(\.value))
    var gradients: Set<ValueID> = []
    for instruction in instructions.reversed() {
      let isUpdate =
        instruction.operation is any StateUpdate
        || instruction.operation.isElementwise && instruction.results.contains(where: updates.contains)
      let goesOn =
        instruction.operation.isElementwise && instruction.results.contains(where: gradients.contains)
      if isUpdate || goesOn { gradients.formUnion(instruction.operands) }
    }
    gradients.subtract(inputs.map(\.value))
    for instruction in instructions where instruction.operands.contains(where: gradients.contains) {
      gradients.formUnion(instruction.results)
    }
    return gradients
  }
}

extension Operation {
  /// Whether every element of the result is made of those in its place alone.
  fileprivate var isElementwise: Bool {
    self is any ElementwiseBinary || self is any ElementwiseUnary || self is any AliasOperation
  }

  /// Whether a result needs float32's digits.
  fileprivate func isPrecise(result: Int) -> Bool {
    switch self {
    case is RMSNorm, is Attention: result > 0
    case is RotaryAngles, is TopK: true
    default: false
    }
  }

  /// Whether numbers are moved and none is computed, so that bfloat16 ones need not become float32 for it.
  var movesAlone: Bool { self is any AliasOperation || self is Transpose || self is Slice }

  /// Whether its products have bfloat16 operands where that is the arithmetic. Those of the head do not: t5x makes
  /// logits of float32 numbers, "for numerical stability", as fast as the device can.
  var hasRoundedProducts: Bool {
    switch self {
    case is LinearCrossEntropy, is LinearCrossEntropyObjective, is LinearArgmax, is any StateUpdate: false
    default: true
    }
  }
}
