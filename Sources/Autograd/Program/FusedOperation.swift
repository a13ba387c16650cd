/// An operation that is also defined by simpler ones.
///
/// A runtime computes it in one go; the definition says what it computes. Tests hold one against the other,
/// and a runtime without a kernel for it runs the definition (`Program.expandingFusedOperations`).
public protocol FusedOperation: Operation {
  /// The results in terms of primitive operations.
  func definition(_ operands: [Tensor]) -> [Tensor]
}

extension FusedOperation {
  /// The definition of this operation's gradient, made by reverse mode from the definition of the operation.
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

extension Program {
  /// The same program with fused operations replaced by their definitions, and fused operations within these
  /// as well: without an argument, a program of primitive operations alone.
  ///
  /// A runtime runs this in place of the fused operations that it has no kernel for; tests compute it to know
  /// what a fused kernel should have given. Inputs, outputs and updates keep their names, types and order.
  /// Where nothing is to be replaced, it is the program itself.
  /// - Parameter isExpanded: which fused operations are replaced.
  public func expandingFusedOperations(
    where isExpanded: (any FusedOperation) -> Bool = { _ in true }
  ) -> Program {
    let isWhole = instructions.allSatisfy {
      !(($0.operation as? any FusedOperation).map(isExpanded) ?? false)
    }
    if isWhole { return self }
    let builder = ProgramBuilder(summation: summation)
    let given = inputs.map { builder.input($0.name, types[$0.value]) }
    for (output, tensor) in zip(outputs, builder.append(self, operands: given, expanding: isExpanded)) {
      if output.isUpdate {
        builder.update(output.name, with: tensor)
      } else {
        builder.output(output.name, tensor)
      }
    }
    return builder.finish()
  }
}

extension ProgramBuilder {
  /// Appends another program's instructions.
  /// - Parameters:
  ///   - other: the program.
  ///   - operands: what its inputs are to be, in the order in which it declares them.
  ///   - isExpanded: which of its fused operations are replaced by their definitions.
  /// - Returns: its outputs, in the order in which it declares them.
  func append(
    _ other: Program, operands: [Tensor], expanding isExpanded: (any FusedOperation) -> Bool = { _ in false }
  ) -> [Tensor] {
    precondition(
      operands.map(\.type) == other.inputs.map { other.types[$0.value] }, "the operands do not fit")
    var values = Dictionary(uniqueKeysWithValues: zip(other.inputs.map(\.value), operands))
    for instruction in other.instructions {
      let given = instruction.operands.map { values[$0]! }
      let results =
        if let fused = instruction.operation as? any FusedOperation, isExpanded(fused) {
          append(fused.definitionProgram(for: given.map(\.type)), operands: given, expanding: isExpanded)
        } else {
          apply(instruction.operation, given)
        }
      for (value, result) in zip(instruction.results, results) { values[value] = result }
    }
    return other.outputs.map { values[$0.value]! }
  }
}

extension FusedOperation {
  /// The definition as a program of its own, whose inputs are the operands and whose outputs are the results.
  public func definitionProgram(for operands: [TensorType]) -> Program {
    ProgramBuilder.record { builder in
      let inputs = operands.enumerated().map { builder.input("operand \($0)", $1) }
      for (index, result) in definition(inputs).enumerated() { builder.output("result \(index)", result) }
    }
  }
}
