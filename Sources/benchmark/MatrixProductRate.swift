import Autograd
import CPURuntime

/// The rate of plain matrix products: what no step can exceed.
enum MatrixProductRate {
  /// The rate of the fastest of several shapes, in GFLOP/s.
  static func best(_ runtime: CPURuntime, repeats: Int) -> Measurement {
    let shapes = [(2048, 512, 512), (2048, 2048, 2048), (2048, 1024, 512)]
    return shapes.map { rate($0, runtime, repeats: repeats) }.max { $0.median < $1.median }
      ?? rate((1024, 1024, 1024), runtime, repeats: repeats)
  }

  private static func rate(
    _ size: (rows: Int, columns: Int, inner: Int), _ runtime: CPURuntime, repeats: Int
  ) -> Measurement {
    let left = runtime.makeStorage(.float32([size.rows, size.inner]))
    let right = runtime.makeStorage(.float32([size.inner, size.columns]))
    let program = ProgramBuilder.record { builder in
      builder.output("product", builder.input("left", left.type).times(builder.input("right", right.type)))
    }
    let prepared = runtime.prepare(program, storage: ["left": left, "right": right])
    let calls = max(1, 4_000_000_000 / program.cost.floatingPointOperations)
    let amount = Double(calls) * Double(program.cost.floatingPointOperations) / 1e9
    return Measurement(repeats: repeats, amount: amount) { for _ in 0..<calls { prepared.run() } }
  }
}
