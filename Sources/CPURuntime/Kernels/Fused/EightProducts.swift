import Autograd
import CInstructions

/// Sums of products of pairs for eight rows, a vector each.
struct EightProducts {
  private typealias Sum = SIMD8<Int32>
  private var (s0, s1, s2, s3) = (Sum.zero, Sum.zero, Sum.zero, Sum.zero)
  private var (s4, s5, s6, s7) = (Sum.zero, Sum.zero, Sum.zero, Sum.zero)

  @_transparent
  init() {}

  /// What is in both halves of sums.
  @_transparent
  init(_ sums: EightWideProducts) {
    (s0, s1, s2, s3) = (
      Self.halves(sums.s0), Self.halves(sums.s1), Self.halves(sums.s2), Self.halves(sums.s3)
    )
    (s4, s5, s6, s7) = (
      Self.halves(sums.s4), Self.halves(sums.s5), Self.halves(sums.s6), Self.halves(sums.s7)
    )
  }

  @_transparent
  private static func halves(_ sum: SIMD16<Int32>) -> Sum { sum.lowHalf &+ sum.highHalf }

  /// Adds the products of sixteen numbers with those of each row, which lie a group of numbers apart.
  @_transparent
  mutating func add(_ weights: SIMD16<Int16>, _ rows: UnsafePointer<Int16>) {
    @_transparent
    func row(_ number: Int) -> SIMD16<Int16> {
      UnsafeRawPointer(rows + number * RoundedRows.group).loadUnaligned(as: SIMD16<Int16>.self)
    }
    s0 &+= pairProducts(row(0), weights)
    s1 &+= pairProducts(row(1), weights)
    s2 &+= pairProducts(row(2), weights)
    s3 &+= pairProducts(row(3), weights)
    s4 &+= pairProducts(row(4), weights)
    s5 &+= pairProducts(row(5), weights)
    s6 &+= pairProducts(row(6), weights)
    s7 &+= pairProducts(row(7), weights)
  }

  /// Every row's total.
  @_transparent
  var totals: SIMD8<Int32> {
    let four = (Self.fold(s0, s1), Self.fold(s2, s3), Self.fold(s4, s5), Self.fold(s6, s7))
    return Self.fold(Self.fold(four.0, four.1), Self.fold(four.2, four.3))
  }

  /// The sums of neighbours of two vectors, one behind the other.
  @_transparent
  private static func fold(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> SIMD8<Int32> {
    SIMD8(lowHalf: a.evenHalf &+ a.oddHalf, highHalf: b.evenHalf &+ b.oddHalf)
  }
}

/// The same in vectors twice as wide.
struct EightWideProducts {
  fileprivate typealias Sum = SIMD16<Int32>
  fileprivate var (s0, s1, s2, s3) = (Sum.zero, Sum.zero, Sum.zero, Sum.zero)
  fileprivate var (s4, s5, s6, s7) = (Sum.zero, Sum.zero, Sum.zero, Sum.zero)

  @_transparent
  init() {}

  /// Adds the products of a group's numbers with those of each row, which lie a group apart.
  @_transparent
  mutating func add(_ weights: SIMD32<Int16>, _ rows: UnsafePointer<Int16>) {
    @_transparent
    func row(_ number: Int) -> SIMD32<Int16> {
      UnsafeRawPointer(rows + number * RoundedRows.group).loadUnaligned(as: SIMD32<Int16>.self)
    }
    s0 = addPairProducts(s0, row(0), weights)
    s1 = addPairProducts(s1, row(1), weights)
    s2 = addPairProducts(s2, row(2), weights)
    s3 = addPairProducts(s3, row(3), weights)
    s4 = addPairProducts(s4, row(4), weights)
    s5 = addPairProducts(s5, row(5), weights)
    s6 = addPairProducts(s6, row(6), weights)
    s7 = addPairProducts(s7, row(7), weights)
  }

  /// Every row's total.
  @_transparent
  var totals: SIMD8<Int32> { EightProducts(self).totals }
}
