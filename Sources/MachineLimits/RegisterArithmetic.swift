import Dispatch

/// Multiply-adds on what registers hold: the rate that no product of matrices can exceed.
///
/// Twelve chains, none of which waits for another, hide the latency of a multiply-add wherever it is at most six times what one
/// takes at full rate (4 cycles at two in a cycle on the processors with AVX2 or AVX-512). Which width reaches the limit is the
/// processor's: sixteen numbers are one register of AVX-512, and more than there are registers without it.
public enum RegisterArithmetic {
  /// How many numbers a chain's vector holds.
  public enum Width: Int, Sendable, CaseIterable {
    /// A register of AVX, or two of NEON.
    case eight = 8
    /// A register of AVX-512.
    case sixteen = 16
  }

  /// What was done.
  public struct Outcome: Sendable {
    /// Floating-point operations of all threads; a multiply-add counts as two.
    public let floatingPointOperations: Double
    /// A number that depends on all of them, so that none can be left out.
    public let check: Float
  }

  private static let chainCount = 12

  /// Takes every chain on by `links` multiply-adds, on each of `threads` threads.
  /// - Parameters:
  ///   - width: the numbers of a vector.
  ///   - links: multiply-adds of a chain; less than 1 counts as 1.
  ///   - threads: threads at the same time; less than 1 counts as 1.
  public static func run(_ width: Width, links: Int, threads: Int) -> Outcome {
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
      case .eight: chainsOfEight(start, links: links)
      case .sixteen: chainsOfSixteen(start, links: links)
      }
      return numbers.dropFirst(2 * size).reduce(0, +)
    }
  }

  // All vectors come from memory and go there: of those that it makes itself the compiler keeps some as two halves.

  /// Takes twelve chains z = x z + y on: x and y are the first two vectors, the chains the others.
  @inline(never)
  private static func chainsOfEight(_ numbers: UnsafeMutablePointer<Float>, links: Int) {
    let (factor, addend) = (load8(numbers, 0), load8(numbers, 1))
    var (a, b, c, d) = (load8(numbers, 2), load8(numbers, 3), load8(numbers, 4), load8(numbers, 5))
    var (e, f, g, h) = (load8(numbers, 6), load8(numbers, 7), load8(numbers, 8), load8(numbers, 9))
    var (i, j, k, l) = (load8(numbers, 10), load8(numbers, 11), load8(numbers, 12), load8(numbers, 13))
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
    store(a, numbers, 2)
    store(b, numbers, 3)
    store(c, numbers, 4)
    store(d, numbers, 5)
    store(e, numbers, 6)
    store(f, numbers, 7)
    store(g, numbers, 8)
    store(h, numbers, 9)
    store(i, numbers, 10)
    store(j, numbers, 11)
    store(k, numbers, 12)
    store(l, numbers, 13)
  }

  /// The same for vectors of sixteen.
  @inline(never)
  private static func chainsOfSixteen(_ numbers: UnsafeMutablePointer<Float>, links: Int) {
    let (factor, addend) = (load16(numbers, 0), load16(numbers, 1))
    var (a, b, c, d) = (load16(numbers, 2), load16(numbers, 3), load16(numbers, 4), load16(numbers, 5))
    var (e, f, g, h) = (load16(numbers, 6), load16(numbers, 7), load16(numbers, 8), load16(numbers, 9))
    var (i, j, k, l) = (load16(numbers, 10), load16(numbers, 11), load16(numbers, 12), load16(numbers, 13))
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
    store(a, numbers, 2)
    store(b, numbers, 3)
    store(c, numbers, 4)
    store(d, numbers, 5)
    store(e, numbers, 6)
    store(f, numbers, 7)
    store(g, numbers, 8)
    store(h, numbers, 9)
    store(i, numbers, 10)
    store(j, numbers, 11)
    store(k, numbers, 12)
    store(l, numbers, 13)
  }
}

// In this file, since debug builds, which compile files one by one, would call them.

/// x y + z, rounded once where the build is for a processor that has that in one instruction.
///
/// Elsewhere `addingProduct` would be a library call for each element.
@_transparent
private func multiplyAdd(_ x: SIMD8<Float>, _ y: SIMD8<Float>, _ z: SIMD8<Float>) -> SIMD8<Float> {
  #if FUSED_MULTIPLY_ADD
    z.addingProduct(x, y)
  #else
    x * y + z
  #endif
}

/// The same for sixteen numbers.
@_transparent
private func multiplyAdd(_ x: SIMD16<Float>, _ y: SIMD16<Float>, _ z: SIMD16<Float>) -> SIMD16<Float> {
  #if FUSED_MULTIPLY_ADD
    z.addingProduct(x, y)
  #else
    x * y + z
  #endif
}

@_transparent
private func load8(_ numbers: UnsafePointer<Float>, _ index: Int) -> SIMD8<Float> {
  UnsafeRawPointer(numbers + 8 * index).loadUnaligned(as: SIMD8<Float>.self)
}

@_transparent
private func load16(_ numbers: UnsafePointer<Float>, _ index: Int) -> SIMD16<Float> {
  UnsafeRawPointer(numbers + 16 * index).loadUnaligned(as: SIMD16<Float>.self)
}

@_transparent
private func store(_ vector: SIMD8<Float>, _ numbers: UnsafeMutablePointer<Float>, _ index: Int) {
  UnsafeMutableRawPointer(numbers + 8 * index).storeBytes(of: vector, as: SIMD8<Float>.self)
}

@_transparent
private func store(_ vector: SIMD16<Float>, _ numbers: UnsafeMutablePointer<Float>, _ index: Int) {
  UnsafeMutableRawPointer(numbers + 16 * index).storeBytes(of: vector, as: SIMD16<Float>.self)
}
