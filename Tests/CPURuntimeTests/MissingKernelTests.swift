import Autograd
import AutogradTestSupport
import Testing

@testable import CPURuntime

/// log softmax, which nothing computes in one go; its definition has a fused operation that has a kernel.
///
/// Operand: float32 `[rows, width]`. Result: the same type.
private struct LogSoftmax: FusedOperation {
  static let name = "logSoftmax"

  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] { operands }

  func definition(_ operands: [Tensor]) -> [Tensor] {
    let x = operands[0]
    return [x - x.logSumExp().reshaped(to: [x.shape[0], 1]).broadcast(to: x.shape)]
  }

  func pullback(_ pullback: Pullback) -> [Tensor?] { preconditionFailure("no test asks for it") }
}

/// The mean of a row's log softmax, by way of `LogSoftmax`.
private struct MeanLogSoftmax: FusedOperation {
  static let name = "meanLogSoftmax"

  func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    [.float32([operands[0].shape[0]])]
  }

  func definition(_ operands: [Tensor]) -> [Tensor] {
    [operands[0].builder.apply(LogSoftmax(), operands)[0].mean(over: [1])]
  }

  func pullback(_ pullback: Pullback) -> [Tensor?] { preconditionFailure("no test asks for it") }
}

/// Fused operations that the runtime has no kernel for are run as they are defined.
@Suite struct MissingKernelTests {
  private static let program = ProgramBuilder.record { builder in
    let x = builder.input("x", .float32([3, 5]))
    builder.output("mean", builder.apply(MeanLogSoftmax(), [x])[0])
    builder.update("x", with: builder.apply(LogSoftmax(), [x])[0])
  }

  private static let inputs = ["x": (0..<15).map { Double($0 * 7 % 11) / 4 - 1 }]

  @Test func definitionsAreRun() throws {
    let expected = Interpreter.run(Self.program, Self.inputs)
    for threads in [1, 3] {
      let bound = try BoundProgram(Self.program, threads: threads)
      #expect(bound.prepared.program.instructions.allSatisfy { !($0.operation is LogSoftmax) })
      // What has a kernel is not taken apart.
      #expect(bound.prepared.program.instructions.contains { $0.operation is LogSumExp })
      bound.set(Self.inputs)
      for (actual, expected) in zip(try bound.run(), expected) {
        #expect(actual.type == expected.type)
        for (a, b) in zip(actual.values, expected.values) { #expect(abs(a - b) < 1e-5) }
      }
    }
  }

  /// The plan is that of what is run, so that it fits the workspace that it asks for.
  @Test func theWorkspaceIsThatOfTheDefinition() throws {
    let runtime = CPURuntime(threads: 2)
    let size = runtime.workspace(of: Self.program)
    let storage = Dictionary(
      uniqueKeysWithValues: Self.program.inputs.map { ($0.name, runtime.makeStorage(.float32([3, 5]))) })
    let workspace = runtime.makeWorkspace(byteCount: size.arena)
    let prepared = runtime.prepare(Self.program, storage: storage, workspace: workspace)
    storage["x"]?.set(Self.inputs["x"]!.map { Float($0) })
    try prepared.run()
    let expected = Interpreter.run(Self.program, Self.inputs)[0].values
    for (a, b) in zip(prepared.output("mean").floats, expected) { #expect(abs(Double(a) - b) < 1e-5) }
  }

  @Test func programsWithKernelsForAllStayAsTheyAre() {
    let program = ProgramBuilder.record { builder in
      builder.output("y", builder.input("x", .float32([3, 5])).logSumExp())
    }
    #expect(CPURuntime(threads: 1).runnable(program).description == program.description)
  }
}
