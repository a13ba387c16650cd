import Dispatch

/// Multiply-adds on what registers hold: the rate that no product of matrices can exceed.
///
/// Twelve chains, none of which waits for another, hide the latency of a multiply-add wherever it is at most
/// six times what one takes at full rate (4 cycles at two in a cycle on the processors with AVX2 or AVX-512).
/// Which width reaches the limit is the processor's: sixteen numbers are one register of AVX-512, and more
/// than there are registers without it.
package enum RegisterArithmetic {
  /// How many numbers a chain's vector holds.
  package enum Width: Int, Sendable, CaseIterable {
    /// A register of AVX, or two of NEON.
    case eight = 8
    /// A register of AVX-512.
    case sixteen = 16
  }

  /// What was done.
  package struct Outcome: Sendable {
    /// Floating-point operations of all threads; a multiply-add counts as two.
    package let floatingPointOperations: Double
    /// A number that depends on all of them, so that none can be left out.
    package let check: Float
  }

  private static let chainCount = 12

  /// Takes every chain on by `links` multiply-adds, on each of `threads` threads.
  /// - Parameters:
  ///   - width: the numbers of a vector.
  ///   - links: multiply-adds of a chain; less than 1 counts as 1.
  ///   - threads: threads at the same time; less than 1 counts as 1.
  package static func run(_ width: Width, links: Int, threads: Int) -> Outcome {
    let (links, threads) = (max(links, 1), max(threads, 1))
    let checks = UnsafeMutableBufferPointer<Float>.allocate(capacity: threads)
    defer { checks.deallocate() }
    nonisolated(unsafe) let results = checks
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      results.initializeElement(at: thread, to: one(width, links: links))
    }
    let count = 2 * Double(width.rawValue) * Double(chainCount) * Double(links) * Double(threads)
    return Outcome(floatingPointOperations: count, check: checks.reduce(0, +))
  }

  private static func one(_ width: Width, links: Int) -> Float {
    let (size, count) = (width.rawValue, chainCount + 2)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: count * size) { numbers in
      guard let start = numbers.baseAddress else { return 0 }
      // Factor and addend, then where the chains begin: apart, so that none is another's double.
      for index in numbers.indices {
        let place = index / size
        numbers.initializeElement(
          at: index, to: place == 0 ? 0.999 : place == 1 ? 0.001 : Float(place - 1) / 16)
      }
      switch width {
      case .eight: takeOn(SIMD8.self, start, links: links)
      case .sixteen: takeOn(SIMD16.self, start, links: links)
      }
      return numbers.dropFirst(2 * size).reduce(0, +)
    }
  }

  // All vectors come from memory and go there: of those that it makes itself the compiler keeps some as two halves.

  /// Takes twelve chains z = x z + y on: x and y are the first two vectors, the chains the others.
  @inline(__always)
  private static func takeOn<Vector: SIMD<Float>>(
    _: Vector.Type, _ numbers: UnsafeMutablePointer<Float>, links: Int
  ) {
    @inline(__always)
    func load(_ index: Int) -> Vector {
      UnsafeRawPointer(numbers + index * Vector.scalarCount).loadUnaligned(as: Vector.self)
    }
    @inline(__always)
    func store(_ vector: Vector, _ index: Int) {
      UnsafeMutableRawPointer(numbers + index * Vector.scalarCount).storeBytes(of: vector, as: Vector.self)
    }
    let (factor, addend) = (load(0), load(1))
    var (a, b, c, d) = (load(2), load(3), load(4), load(5))
    var (e, f, g, h) = (load(6), load(7), load(8), load(9))
    var (i, j, k, l) = (load(10), load(11), load(12), load(13))
    for _ in 0..<links {
      a = multiplyAdd(factor, a, addend)
      b = multiplyAdd(factor, b, addend)
      c = multiplyAdd(factor, c, addend)
      d = multiplyAdd(factor, d, addend)
      e = multiplyAdd(factor, e, addend)
      f = multiplyAdd(factor, f, addend)
      g = multiplyAdd(factor, g, addend)
      h = multiplyAdd(factor, h, addend)
      i = multiplyAdd(factor, i, addend)
      j = multiplyAdd(factor, j, addend)
      k = multiplyAdd(factor, k, addend)
      l = multiplyAdd(factor, l, addend)
    }
    store(a, 2)
    store(b, 3)
    store(c, 4)
    store(d, 5)
    store(e, 6)
    store(f, 7)
    store(g, 8)
    store(h, 9)
    store(i, 10)
    store(j, 11)
    store(k, 12)
    store(l, 13)
  }
}

/// x y + z, rounded once where the build is for a processor that has that in one instruction.
///
/// Elsewhere `addingProduct` would be a library call for each element.
@_transparent
private func multiplyAdd<Vector: SIMD<Float>>(_ x: Vector, _ y: Vector, _ z: Vector) -> Vector {
  #if FUSED_MULTIPLY_ADD
    z.addingProduct(x, y)
  #else
    x * y + z
  #endif
}
