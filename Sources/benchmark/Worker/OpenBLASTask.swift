import Benchmarking
import COpenBLAS
import Dispatch

/// The same products by the OpenBLAS that we link, with its own threads or with rows split over ours.
final class OpenBLASTask: WorkerTask {
  /// The variants of work that are done so.
  static let whole = "openblas"
  static let split = "openblas-split"

  private let shapes: [MatrixShape]
  private let threads: Int
  private let isSplit: Bool
  private let a: UnsafeMutableBufferPointer<Float>
  private let b: UnsafeMutableBufferPointer<Float>
  private let c: UnsafeMutableBufferPointer<Float>

  init(_ work: Work) {
    shapes = work.products
    threads = work.threads
    isSplit = work.variant == Self.split
    func memory(_ count: (MatrixShape) -> Int) -> UnsafeMutableBufferPointer<Float> {
      let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: work.products.map(count).max() ?? 0)
      for index in memory.indices { memory.initializeElement(at: index, to: Float(index % 97) / 97 - 0.5) }
      return memory
    }
    a = memory { $0.rows * $0.inner }
    b = memory { $0.inner * $0.columns }
    c = memory { $0.rows * $0.columns }
    openblas_set_num_threads(isSplit ? 1 : Int32(threads))
  }

  deinit {
    a.deallocate()
    b.deallocate()
    c.deallocate()
  }

  func `repeat`(_ number: Int) -> PeerReply {
    var reply = PeerReply(ofProducts: shapes, measure)
    reply.versions = Self.versions
    return reply
  }

  /// What runs.
  static var versions: [String: String] {
    ["OpenBLAS": String(cString: openblas_get_config()).replacing("OpenBLAS ", with: "")]
  }

  private func measure(_ shape: MatrixShape, _ form: MatrixShape.Form) -> OperationTiming {
    let (duration, _) = timed {
      for _ in 0..<shape.calls {
        isSplit ? split(shape, form) : multiply(shape, form, rows: 0..<shape.rows)
      }
    }
    return OperationTiming(shape, form, duration)
  }

  private func split(_ shape: MatrixShape, _ form: MatrixShape.Form) {
    let parts = min(threads, shape.rows)
    nonisolated(unsafe) let task = self
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      task.multiply(shape, form, rows: part * shape.rows / parts..<(part + 1) * shape.rows / parts)
    }
  }

  private func multiply(_ shape: MatrixShape, _ form: MatrixShape.Form, rows: Range<Int>) {
    let (isLeft, isRight) = (form == .leftTransposed, form == .rightTransposed)
    let start = isLeft ? rows.lowerBound : rows.lowerBound * shape.inner
    cblas_sgemm(
      CblasRowMajor, isLeft ? CblasTrans : CblasNoTrans, isRight ? CblasTrans : CblasNoTrans,
      blasint(rows.count), blasint(shape.columns), blasint(shape.inner), 1, a.baseAddress.map { $0 + start },
      blasint(isLeft ? shape.rows : shape.inner), b.baseAddress,
      blasint(isRight ? shape.inner : shape.columns), 0,
      c.baseAddress.map { $0 + rows.lowerBound * shape.columns }, blasint(shape.columns))
  }
}
