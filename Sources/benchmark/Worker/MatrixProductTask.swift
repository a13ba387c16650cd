import Autograd
import Benchmarking
import CPURuntime

/// Plain products by our runtime: recorded programs of one product, as steps run them.
final class MatrixProductTask: WorkerTask {
  private let shapes: [MatrixShape]
  private let runtime: CPURuntime

  init(_ work: Work) {
    shapes = work.products
    runtime = CPURuntime(threads: work.threads)
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    try PeerReply(ofProducts: shapes, measure)
  }

  private func measure(_ shape: MatrixShape, _ form: MatrixShape.Form) throws -> OperationTiming {
    let (isLeft, isRight) = (form == .leftTransposed, form == .rightTransposed)
    let left: Shape = isLeft ? [shape.inner, shape.rows] : [shape.rows, shape.inner]
    let right: Shape = isRight ? [shape.columns, shape.inner] : [shape.inner, shape.columns]
    let program = ProgramBuilder.record { builder in
      let (a, b) = (builder.input("a", .float32(left)), builder.input("b", .float32(right)))
      builder.output("c", a.times(b, transposingSelf: isLeft, transposingOther: isRight))
    }
    let storage = ["a": filled(left), "b": filled(right)]
    let prepared = runtime.prepare(program, storage: storage)
    // Once, for fresh memory.
    try prepared.run()
    let (duration, _) = try timed { for _ in 0..<shape.calls { try prepared.run() } }
    return OperationTiming(shape, form, duration)
  }

  private func filled(_ shape: Shape) -> any TensorStorage {
    let storage = runtime.makeStorage(.float32(shape))
    storage.withMutableBytes { bytes in
      let numbers = bytes.bindMemory(to: Float.self)
      for index in numbers.indices { numbers[index] = Float(index % 97) / 97 - 0.5 }
    }
    return storage
  }
}

extension PeerReply {
  /// The answer of products in all their forms, by a way to time one.
  init(
    ofProducts shapes: [MatrixShape], _ measure: (MatrixShape, MatrixShape.Form) throws -> OperationTiming
  ) rethrows {
    // Cores that have slept run slower for their first tens of milliseconds.
    if let first = shapes.first, let form = first.forms.first { _ = try measure(first, form) }
    self.init(bestOf: try shapes.flatMap { shape in try shape.forms.map { try measure(shape, $0) } })
  }
}

extension OperationTiming {
  /// The time of a shape's products together.
  init(_ shape: MatrixShape, _ form: MatrixShape.Form, _ duration: Duration) {
    self.init(
      name: shape.name(form), calls: shape.calls, seconds: duration / .seconds(1),
      floatingPointOperations: shape.floatingPointOperations * Double(shape.calls))
  }
}
