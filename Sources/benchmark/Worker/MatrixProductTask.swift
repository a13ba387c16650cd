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

  func `repeat`(_ number: Int) -> PeerReply {
    PeerReply(ofProducts: shapes, measure)
  }

  private func measure(_ shape: MatrixShape, _ form: MatrixShape.Form) -> OperationTiming {
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
    prepared.run()
    let (duration, _) = timed { for _ in 0..<shape.calls { prepared.run() } }
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
  init(ofProducts shapes: [MatrixShape], _ measure: (MatrixShape, MatrixShape.Form) -> OperationTiming) {
    // Cores that have slept run slower for their first tens of milliseconds.
    if let first = shapes.first, let form = first.forms.first { _ = measure(first, form) }
    self.init(bestOf: shapes.flatMap { shape in shape.forms.map { measure(shape, $0) } })
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
