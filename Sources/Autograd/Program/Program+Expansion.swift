extension Program {
  /// The same program in primitive operations alone: every fused operation is replaced by its definition.
  ///
  /// A runtime without a kernel for a fused operation runs this instead; tests compute it to know what a fused
  /// kernel should have given. Inputs, outputs and updates keep their names, types and order.
  public func expandingFusedOperations() -> Program {
    let builder = ProgramBuilder(summation: summation)
    let given = inputs.map { builder.input($0.name, types[$0.value]) }
    for (output, tensor) in zip(outputs, builder.append(self, operands: given, expandingFused: true)) {
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
  ///   - expandingFused: whether its fused operations are replaced by their definitions.
  /// - Returns: its outputs, in the order in which it declares them.
  func append(_ other: Program, operands: [Tensor], expandingFused: Bool = false) -> [Tensor] {
    precondition(
      operands.map(\.type) == other.inputs.map { other.types[$0.value] }, "the operands do not fit")
    var values = Dictionary(uniqueKeysWithValues: zip(other.inputs.map(\.value), operands))
    for instruction in other.instructions {
      let given = instruction.operands.map { values[$0]! }
      let results =
        if expandingFused, let fused = instruction.operation as? any FusedOperation {
          append(fused.definitionProgram(for: given.map(\.type)), operands: given, expandingFused: true)
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
  func definitionProgram(for operands: [TensorType]) -> Program {
    ProgramBuilder.record { builder in
      let inputs = operands.enumerated().map { builder.input("operand \($0)", $1) }
      for (index, result) in definition(inputs).enumerated() { builder.output("result \(index)", result) }
    }
  }
}
