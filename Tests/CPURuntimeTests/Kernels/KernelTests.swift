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
      let experiment = row.experiment(index)
      let program = experiment.held
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
    let covered = KernelCase.operations(of: everyKernel)
    #expect(everyOperation.map { $0.name }.filter { !covered.contains($0) } == [])
  }

  @Test func everyOperationThatMovesSomethingHasAKernel() {
    for operation in everyOperation {
      #expect(operation is any CPUOperation.Type || operation is any AliasOperation.Type)
    }
  }
}

extension Elements {
  fileprivate var bits: [UInt64] { values.map(\.bitPattern) }
}
