import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Every kernel, and those of its gradient, against the interpreter, on one thread, and the same bits on two to four.
@Suite struct KernelTests {
  @Test(arguments: elementwiseKernels + shapeKernels)
  func elementwiseAndShape(_ row: KernelCase) throws { try check(row) }

  @Test(arguments: tableKernels + productKernels)
  func tablesAndProducts(_ row: KernelCase) throws { try check(row) }

  @Test(arguments: fusedKernels + optimizerKernels)
  func fused(_ row: KernelCase) throws { try check(row) }

  private func check(_ row: KernelCase) throws {
    for (index, operands) in row.sites.enumerated() {
      let experiment = Experiment(operands, lossResults: row.lossResults, seed: UInt64(index), row.body)
      // The backward program gives the results too. Its loss is there to be differentiated, not to be exact.
      let program = row.lossResults == 0 ? experiment.forward : experiment.backward.without(output: "loss")
      let expected = experiment.interpret(program)
      let (outputs, site) = (program.outputs.map(\.name), "\(row.name) of \(operands.map(\.type))")
      let alone = try BoundProgram.run(program, experiment.inputs, threads: 1)
      expectAgreement(alone, expected, outputs: outputs, site)
      for threads in 2...4 {
        let actual = try BoundProgram.run(program, experiment.inputs, threads: threads)
        // Which thread makes a part leaves no trace.
        #expect(actual.map(\.bits) == alone.map(\.bits), "\(site), \(threads) threads")
      }
      if program.instructions.contains(where: { $0.operation is any FusedOperation }) {
        let defined = try BoundProgram.run(program.expandingFusedOperations(), experiment.inputs, threads: 2)
        expectAgreement(defined, expected, outputs: outputs, "the definition of \(site)")
      }
    }
  }

  @Test func everyOperationIsInTheTable() {
    var covered: Set<String> = []
    for row in elementwiseKernels + shapeKernels + tableKernels + productKernels + fusedKernels
      + optimizerKernels
    {
      let experiment = Experiment(row.sites[0], lossResults: row.lossResults, row.body)
      let program = row.lossResults == 0 ? experiment.forward : experiment.backward
      covered.formUnion(program.instructions.map(\.operation).map { $0.name })
    }
    #expect(everyOperation.map { $0.name }.filter { !covered.contains($0) } == [])
  }

  @Test func everyOperationButReshapeHasAKernel() {
    for operation in everyOperation {
      #expect(operation is any CPUOperation.Type || operation == Reshape.self)
    }
  }
}

extension Elements {
  fileprivate var bits: [UInt64] { values.map(\.bitPattern) }
}

extension Program {
  /// The program without one of its outputs.
  fileprivate func without(output name: String) -> Program {
    var program = self
    program.outputs = outputs.filter { $0.name != name }
    return program.removingDeadInstructions()
  }
}
