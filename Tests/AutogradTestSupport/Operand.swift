import Autograd

/// What a test gives to an operation: a type, and how its elements are drawn.
public struct Operand: Sendable, ExpressibleByArrayLiteral {
  /// Element type and shape.
  public let type: TensorType
  private let draw: @Sendable (inout SeededGenerator) -> [Double]

  private init(_ type: TensorType, _ draw: @escaping @Sendable (inout SeededGenerator) -> [Double]) {
    self.type = type
    self.draw = draw
  }

  /// float32 numbers in -1...1.
  public init(arrayLiteral elements: Int...) { self = .floats(Shape(elements)) }

  /// float32 numbers in a range.
  public static func floats(_ shape: Shape, in range: ClosedRange<Float> = -1...1) -> Operand {
    Operand(.float32(shape)) { generator in (0..<shape.count).map { _ in generator.number(in: range) } }
  }

  /// float32 numbers in 0.5...2: for roots, logarithms and divisors.
  public static func positive(_ dimensions: Int...) -> Operand { .floats(Shape(dimensions), in: 0.5...2) }

  /// Whole numbers in 0..<bound.
  public static func integers(_ shape: Shape, below bound: Int) -> Operand {
    Operand(.int32(shape)) { generator in
      (0..<shape.count).map { _ in Double(Int.random(in: 0..<bound, using: &generator)) }
    }
  }

  /// float32 zeros and ones.
  public static func mask(_ count: Int) -> Operand {
    Operand(.float32([count])) { generator in
      (0..<count).map { _ in Double(Int.random(in: 0..<2, using: &generator)) }
    }
  }

  /// The int32 numbers given.
  public static func given(_ shape: Shape, _ values: [Int]) -> Operand {
    Operand(.int32(shape)) { _ in values.map(Double.init) }
  }

  /// Segment ids of rows of one length: runs of 1, 2, ... as long as the given lengths, then zeros.
  public static func segments(_ rows: [[Int]], length: Int) -> Operand {
    given([rows.count, length], rows.flatMap { segmentIDs($0, length: length) })
  }

  /// A random key.
  public static func key(seed: UInt64 = 0x1234_5678_9ABC_DEF0, step: Int = 3) -> Operand {
    given([3], RandomKey.elements(seed: seed, step: step).map(Int.init))
  }

  /// Draws the elements.
  public func elements(using generator: inout SeededGenerator) -> [Double] { draw(&generator) }
}

/// Runs of 1, 2, ... as long as the given lengths, then zeros up to `length`.
public func segmentIDs(_ lengths: [Int], length: Int) -> [Int] {
  let ids = lengths.enumerated().flatMap { [Int](repeating: $0 + 1, count: $1) }
  return ids + [Int](repeating: 0, count: length - ids.count)
}

/// A small generator for test data (SplitMix64, Steele et al. 2014): the same numbers on every machine.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator that starts at `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A float32 number in a range, as a double.
  public mutating func number(in range: ClosedRange<Float>) -> Double {
    Double(Float.random(in: range, using: &self))
  }
}
