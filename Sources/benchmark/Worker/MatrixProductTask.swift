import Benchmarking
import COpenBLAS
import Dispatch
import Foundation

/// Plain products by OpenBLAS, at several shapes, with its own threads and with rows split over ours.
final class MatrixProductTask: WorkerTask {
  private struct Size {
    let rows: Int
    let columns: Int
    let inner: Int

    var operations: Double { 2 * Double(rows) * Double(columns) * Double(inner) }
    var name: String { "\(rows) x \(columns) x \(inner)" }
  }

  private static let sizes = [
    Size(rows: 2048, columns: 512, inner: 512), Size(rows: 2048, columns: 1024, inner: 512),
    Size(rows: 4096, columns: 512, inner: 1024), Size(rows: 2048, columns: 4096, inner: 512),
    Size(rows: 2048, columns: 2048, inner: 2048),
  ]
  /// The floating-point operations of one measurement.
  private static let amount = 2e10

  private let threads: Int
  private let a: UnsafeMutableBufferPointer<Float>
  private let b: UnsafeMutableBufferPointer<Float>
  private let c: UnsafeMutableBufferPointer<Float>

  init(_ work: Work) {
    threads = work.threads
    a = Self.memory { $0.rows * $0.inner }
    b = Self.memory { $0.inner * $0.columns }
    c = Self.memory { $0.rows * $0.columns }
  }

  deinit {
    a.deallocate()
    b.deallocate()
    c.deallocate()
  }

  private static func memory(_ count: (Size) -> Int) -> UnsafeMutableBufferPointer<Float> {
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: sizes.map(count).max() ?? 0)
    for index in memory.indices { memory.initializeElement(at: index, to: Float(index % 97) / 97 - 0.5) }
    return memory
  }

  func `repeat`(_ number: Int) -> PeerReply {
    openblas_set_num_threads(1)
    var parts = Self.sizes.map { measure($0, "rows split over \(threads)", split) }
    openblas_set_num_threads(Int32(threads))
    if threads > 1 { parts += Self.sizes.map { measure($0, "OpenBLAS's own \(threads) threads", whole) } }
    func rate(_ part: OperationTiming) -> Double { part.floatingPointOperations / max(part.seconds, 1e-9) }
    var reply = PeerReply()
    if let best = parts.max(by: { rate($0) < rate($1) }) {
      reply.seconds = best.seconds
      reply.amount = best.floatingPointOperations
    }
    reply.operations = parts
    return reply
  }

  private func measure(_ size: Size, _ way: String, _ product: (Size) -> Void) -> OperationTiming {
    let calls = max(1, Int(Self.amount / size.operations))
    let (duration, _) = timed { for _ in 0..<calls { product(size) } }
    return OperationTiming(
      name: "\(size.name), \(way)", calls: calls, seconds: duration / .seconds(1),
      floatingPointOperations: size.operations * Double(calls))
  }

  private func whole(_ size: Size) {
    Self.multiply(a.baseAddress, b.baseAddress, c.baseAddress, rows: size.rows, size)
  }

  private func split(_ size: Size) {
    let (rows, parts) = (size.rows, threads)
    nonisolated(unsafe) let (a, b, c) = (a.baseAddress, b.baseAddress, c.baseAddress)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let (start, end) = (part * rows / parts, (part + 1) * rows / parts)
      Self.multiply(
        a.map { $0 + start * size.inner }, b, c.map { $0 + start * size.columns }, rows: end - start, size)
    }
  }

  private static func multiply(
    _ a: UnsafeMutablePointer<Float>?, _ b: UnsafeMutablePointer<Float>?, _ c: UnsafeMutablePointer<Float>?,
    rows: Int, _ size: Size
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(size.columns), blasint(size.inner), 1,
      a, blasint(size.inner), b, blasint(size.columns), 0, c, blasint(size.columns))
  }
}
