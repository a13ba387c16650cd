extension FusedOperation {
  /// The definition of this operation's gradient, had by reverse mode from the definition of the operation.
  ///
  /// It is recorded apart, with inputs of its own, and then appended: operands that are one and the same
  /// tensor, or of which one (or a cotangent) is computed from another, keep gradients of their own.
  /// - Parameters:
  ///   - operands: the operands of the operation.
  ///   - cotangents: the cotangents of its first results.
  ///   - variables: which operands the gradient is taken of.
  func gradientDefinition(_ operands: [Tensor], cotangents: [Tensor], variables: [Int]) -> [Tensor] {
    let program = ProgramBuilder.record { builder in
      let inputs = operands.enumerated().map { builder.input("operand \($0)", $1.type) }
      let given = cotangents.enumerated().map { builder.input("cotangent \($0)", $1.type) }
      let products = zip(definition(inputs), given).map { ($0 * $1).sum() }
      let loss = products.dropFirst().reduce(products[0], +)
      let gradients = builder.gradients(of: loss, withRespectTo: variables.map { inputs[$0] })
      for (index, gradient) in gradients.enumerated() { builder.output("gradient \(index)", gradient) }
    }
    return operands[0].builder.append(program, operands: operands + cotangents)
  }
}

extension Operation {
  /// Gradients are first order: training needs no more, and asking for more is a programmer's error.
  func secondOrderIsUnsupported() -> Never {
    preconditionFailure("\(name): gradients of gradients are not defined")
  }
}
