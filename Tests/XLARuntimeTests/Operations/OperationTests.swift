import Autograd
import AutogradTestSupport
import Testing

@testable import XLARuntime

/// Every operation, and its gradient, against the interpreter.
@Suite(.needsPlugIn) struct OperationTests {
  @Test(arguments: elementwiseKernels + shapeKernels)
  func elementwiseAndShape(_ row: KernelCase) throws { try check(row) }

  @Test(arguments: tableKernels + productKernels)
  func tablesAndProducts(_ row: KernelCase) throws { try check(row) }

  @Test(arguments: fusedKernels + optimizerKernels)
  func fused(_ row: KernelCase) throws { try check(row) }

  private func check(_ row: KernelCase) throws {
    let runtime = try TestDevice.runtime()
    for (index, operands) in row.sites.enumerated() {
      let experiment = row.experiment(index)
      let expected = experiment.interpret(experiment.held)
      let bound = try BoundProgram(experiment.held, on: runtime)
      bound.set(experiment.inputs)
      for (output, (actual, expected)) in zip(experiment.held.outputs, zip(try bound.run(), expected)) {
        let found = actual.disagreement(with: expected)
        #expect(found == nil, "\(row.name) of \(operands.map(\.type)), \(output.name): \(found ?? "")")
      }
    }
  }
}

/// The table of `OperationTests`, whether there is a plug-in or not.
@Suite struct OperationTableTests {
  @Test func everyOperationIsInTheTable() {
    let covered = KernelCase.operations(of: everyKernel)
    #expect(everyOperation.map { $0.name }.filter { !covered.contains($0) } == [])
  }

  @Test func everyOperationIsLowered() {
    for operation in everyOperation {
      #expect(operation is any XLAOperation.Type || operation is any FusedOperation.Type, "\(operation.name)")
    }
  }
}
