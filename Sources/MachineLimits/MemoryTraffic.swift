import Dispatch

/// The vector that memory is read and written in.
private typealias FloatVector = SIMD16<Float>

/// Reading and writing arrays that no cache holds, after the STREAM benchmark (McCalpin 1995).
///
/// Counted is what the program reads and writes. Where a line of memory is fetched before it is written, as
/// in the triad, the memory does half as much again.
package final class MemoryTraffic {
  /// What is done with the arrays.
  package enum Kind: String, Sendable, CaseIterable {
    /// The sum of a.
    case read
    /// b becomes a, as the C library copies.
    case copy
    /// c becomes a + s b.
    case triad
  }

  /// Elements of each of the three arrays.
  package let count: Int
  private let a: UnsafeMutablePointer<Float>
  private let b: UnsafeMutablePointer<Float>
  private let c: UnsafeMutablePointer<Float>

  /// Elements that are read or written in one step of a loop.
  private static let stride = 64

  /// Three arrays, each first touched by the threads that will use it.
  /// - Parameters:
  ///   - bytes: about the size of each; several times the last cache.
  ///   - threads: the most threads that will work on them.
  package init(bytes: Int, threads: Int) {
    let count = max(bytes / MemoryLayout<Float>.stride / Self.stride, 1) * Self.stride
    self.count = count
    (a, b, c) = (.allocate(capacity: count), .allocate(capacity: count), .allocate(capacity: count))
    nonisolated(unsafe) let (x, y, z) = (a, b, c)
    Self.divide(count, among: threads) { _, range in
      for index in range {
        (x + index).initialize(to: Float(index & 7))
        (y + index).initialize(to: 1)
        (z + index).initialize(to: 0)
      }
    }
  }

  deinit {
    a.deallocate()
    b.deallocate()
    c.deallocate()
  }

  /// Goes over the arrays once.
  /// - Returns: the bytes that were read and written by all threads, and for `.read` the sum, else 0.
  package func run(_ kind: Kind, threads: Int) -> (bytes: Double, sum: Double) {
    nonisolated(unsafe) let (x, y, z) = (a, b, c)
    let threads = max(threads, 1)
    nonisolated(unsafe) let sums = UnsafeMutableBufferPointer<Double>.allocate(capacity: threads)
    sums.initialize(repeating: 0)
    defer { sums.deallocate() }
    let size = Double(count * MemoryLayout<Float>.stride)
    switch kind {
    case .read:
      Self.divide(count, among: threads) { part, range in
        sums[part] = Self.sum(x + range.lowerBound, range.count)
      }
      return (size, sums.reduce(0, +))
    case .copy:
      Self.divide(count, among: threads) { _, range in
        (y + range.lowerBound).update(from: x + range.lowerBound, count: range.count)
      }
      return (2 * size, 0)
    case .triad:
      Self.divide(count, among: threads) { _, range in
        Self.triad(x + range.lowerBound, y + range.lowerBound, into: z + range.lowerBound, range.count)
      }
      return (3 * size, 0)
    }
  }

  /// The first elements of what the copy or the triad wrote.
  func written(by kind: Kind, first: Int) -> [Float] {
    switch kind {
    case .read: []
    case .copy: Array(UnsafeBufferPointer(start: b, count: min(first, count)))
    case .triad: Array(UnsafeBufferPointer(start: c, count: min(first, count)))
    }
  }

  /// Runs `body` on parts of whole strides, one for each thread, at the same time.
  private static func divide(
    _ count: Int, among threads: Int, _ body: @Sendable (_ part: Int, Range<Int>) -> Void
  ) {
    let (strides, parts) = (count / stride, max(threads, 1))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let (start, end) = (part * strides / parts, (part + 1) * strides / parts)
      if start < end { body(part, start * stride..<end * stride) }
    }
  }

  @inline(never)
  private static func sum(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
    let none = FloatVector(repeating: 0)
    var (p, q, r, s) = (none, none, none, none)
    for index in Swift.stride(from: 0, to: count, by: stride) {
      p += load(x + index)
      q += load(x + index + 16)
      r += load(x + index + 32)
      s += load(x + index + 48)
    }
    let total = (p + q) + (r + s)
    return total.indices.reduce(0) { $0 + Double(total[$1]) }
  }

  @inline(never)
  private static func triad(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    let scale = FloatVector(repeating: 0.5)
    for index in Swift.stride(from: 0, to: count, by: 16) {
      let value = scale * load(y + index) + load(x + index)
      UnsafeMutableRawPointer(z + index).storeBytes(of: value, as: FloatVector.self)
    }
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Float>) -> FloatVector {
    UnsafeRawPointer(pointer).loadUnaligned(as: FloatVector.self)
  }
}
