import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// What weights are rounded to.
@Suite struct CompactRowsTests {
  /// Bits of a number and those of the nearest of 16 bits.
  static let roundings: [(bits: UInt32, to: UInt16)] = [
    (0x0000_0000, 0x0000), (0x8000_0000, 0x8000),
    // One; just below, at and above the middle between two, whose even one is the lower, then the upper.
    (0x3F80_0000, 0x3F80), (0x3F80_7FFF, 0x3F80), (0x3F80_8000, 0x3F80), (0x3F80_8001, 0x3F81),
    (0x3F81_7FFF, 0x3F81), (0x3F81_8000, 0x3F82), (0xBF81_8000, 0xBF82), (0xBF80_8000, 0xBF80),
    // Into the next power of two.
    (0x3FFF_8000, 0x4000), (0x3FFF_7FFF, 0x3FFF),
    // Numbers below the least normal one, and what grows to it.
    (0x0000_0001, 0x0000), (0x0000_8000, 0x0000), (0x0000_8001, 0x0001), (0x0001_8000, 0x0002),
    (0x8000_FFFF, 0x8001), (0x007F_8000, 0x0080),
    // Finite ones stay finite.
    (0x7F7F_FFFF, 0x7F7F), (0xFF7F_FFFF, 0xFF7F), (0x7F7F_7FFF, 0x7F7F), (0x7F7F_0000, 0x7F7F),
    (0x7F80_0000, 0x7F80), (0xFF80_0000, 0xFF80), (0x7FC0_0000, 0x7FC0), (0xFFFF_FFFF, 0x7FC0),
  ]

  @Test(arguments: roundings)
  func sixteenBits(_ bits: UInt32, _ nearest: UInt16) {
    #expect(CompactRows.bfloat16(Float(bitPattern: bits)) == nearest)
    #expect(CompactRows.bfloat16(Float(bitPattern: UInt32(nearest) << 16)) == nearest)
  }

  /// The weight as it was rounded.
  private static func rounded(_ rows: [[Float]], _ format: CompactFormat, threads: Int = 1) throws
    -> [[Float]]
  {
    let width = rows[0].count
    let program = ProgramBuilder.record {
      let weight = $0.input("x", .float32([rows.count, width]))
      $0.output("y", weight.compactRows(format).expanded())
    }
    let flat = try BoundProgram.run(program, ["x": rows.flatMap { $0.map(Double.init) }], threads: threads)[0]
      .values.map { Float($0) }
    return rows.indices.map { Array(flat[($0 * width)..<(($0 + 1) * width)]) }
  }

  /// Rows whose step is known, and what they become.
  @Test func eightBits() throws {
    let rows: [[Float]] = [
      [127, 1, -1, 0.5, 1.5, 2.5, -0.5, -1.5, 0.49, -126.6], [0, 0, -0.0, 0, 0, 0, 0, 0, 0, 0],
      [-254, 1, 3, 5, -1, 2, 0, 0, 253, 7].map { $0 * 0x1p-20 },
      [Float](repeating: .init(bitPattern: 7), count: 10), [Float](repeating: -0x1p-130, count: 10),
      [.greatestFiniteMagnitude, 0, 1, -.greatestFiniteMagnitude, 0, 0, 0, 0, 0, 0],
    ]
    let rounded = try Self.rounded(rows, .int8)
    #expect(rounded[0] == [127, 1, -1, 0, 2, 2, 0, -2, 0, -127])
    #expect(rounded[1].allSatisfy { $0 == 0 })
    #expect(rounded[2] == [-254, 0, 4, 4, 0, 2, 0, 0, 252, 8].map { $0 * 0x1p-20 })
    #expect(rounded[3].allSatisfy { abs($0) <= 0x1p-140 })
    #expect(rounded[4].allSatisfy { abs($0 + 0x1p-130) <= 0x1p-137 })
    #expect(rounded[5].allSatisfy { $0.isFinite })
    #expect(rounded[5][0] > 3.39e38 && rounded[5][3] < -3.39e38 && rounded[5][2] == 0)
  }

  /// No element is off by more than half a step or half a unit of its last place; and what was rounded stays.
  @Test(arguments: CompactFormat.allCases)
  func roundingAgainChangesNothing(_ format: CompactFormat) throws {
    var generator = SeededGenerator(seed: 7)
    for (count, width) in [(1, 1), (2, 7), (4, 8), (5, 9), (19, 70)] {
      let rows = (0..<count).map { row in
        (0..<width).map { _ in Float.random(in: -1...1, using: &generator) * Float(row * row + 1) * 0.01 }
      }
      let once = try Self.rounded(rows, format)
      #expect(try Self.rounded(once, format, threads: 3) == once)
      for (row, rounded) in zip(rows, once) {
        let largest = row.map(abs).max()!
        for (x, y) in zip(row, rounded) {
          #expect(abs(x - y) <= (format == .int8 ? largest / 253.9 : abs(x) / 255))
        }
      }
    }
  }

  /// Weights that are no numbers stop nothing, and leave other rows alone.
  @Test(arguments: CompactFormat.allCases)
  func numbersThatAreNone(_ format: CompactFormat) throws {
    let rows: [[Float]] = [[.nan, 1, -1], [1, .infinity, 1], [1, -0.5, 0.25], [-.infinity, .nan, 0]]
    #expect(abs(try Self.rounded(rows, format)[2][1] + 0.5) < 0.005)
  }
}
