import Autograd
import Testing

@testable import XLARuntime

/// The text of single values and operations.
@Suite struct EmitterTests {
  @Test(arguments: [
    (HLOType([], .float32), "tensor<f32>"), (HLOType([2, 3], .float32), "tensor<2x3xf32>"),
    (HLOType([7], .int32), "tensor<7xi32>"), (HLOType([1, 4], .uint64), "tensor<1x4xui64>"),
    (HLOType([5], .uint32), "tensor<5xui32>"), (HLOType([5], .predicate), "tensor<5xi1>"),
    (HLOType(.int32([2, 1])), "tensor<2x1xi32>"),
  ])
  func typesAreWritten(_ type: HLOType, _ text: String) { #expect("\(type)" == text) }

  @Test(arguments: [
    (Float(0), "0x00000000"), (-0.0, "0x80000000"), (1, "0x3F800000"), (-2.5, "0xC0200000"),
    (.infinity, "0x7F800000"), (-.infinity, "0xFF800000"), (.leastNonzeroMagnitude, "0x00000001"),
    (0.1, "0x3DCCCCCD"), (.nan, "0x7FC00000"),
  ])
  func constantsAreTheirBits(_ number: Float, _ bits: String) {
    let emitter = Emitter()
    _ = emitter.constant(number, [2])
    #expect(emitter.lines == ["  %1 = stablehlo.constant dense<\(bits)> : tensor<2xf32>"])
  }

  /// Operations on two arguments of the same type, and their lines.
  private static let lines: [(String, @Sendable (HLOValue, HLOValue) -> HLOValue)] = [
    ("%1 = stablehlo.add %a, %b : tensor<2x3xf32>", { $0 + $1 }),
    (
      "%1 = stablehlo.compare LT, %a, %b, FLOAT : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>",
      { a, b in a.compared(.less, to: b) }
    ),
    (
      "%1 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [1], precision = [HIGHEST, HIGHEST] : "
        + "(tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>",
      { a, b in a.times(b, contracting: ([1], [1])) }
    ),
    (
      "%1 = stablehlo.dot_general %a, %b, batching_dims = [0] x [0], contracting_dims = [1] x [1], "
        + "precision = [HIGHEST, HIGHEST] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2xf32>",
      { a, b in a.times(b, batch: ([0], [0]), contracting: ([1], [1])) }
    ),
    (
      "%1 = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>",
      { a, _ in a.transposed([1, 0]) }
    ),
    (
      "%1 = stablehlo.slice %a [0:2, 1:3] : (tensor<2x3xf32>) -> tensor<2x2xf32>",
      { a, _ in a.sliced(1, 1..<3) }
    ),
    ("%1 = stablehlo.reshape %a : (tensor<2x3xf32>) -> tensor<6xf32>", { a, _ in a.reshaped(to: [6]) }),
    (
      "%1 = stablehlo.concatenate %a, %b, dim = 0 : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>",
      { a, b in a.emitter.concatenated([a, b], 0) }
    ),
    (
      "%1:2 = stablehlo.optimization_barrier %a, %b : tensor<2x3xf32>, tensor<2x3xf32>",
      { a, b in a.emitter.barrier([a, b])[1] }
    ),
    ("%1 = stablehlo.is_finite %a : (tensor<2x3xf32>) -> tensor<2x3xi1>", { a, _ in a.unary(.isFinite) }),
    ("%1 = chlo.erf %a : tensor<2x3xf32> -> tensor<2x3xf32>", { a, _ in a.unary(.errorFunction) }),
  ]

  @Test(arguments: lines.indices)
  func operationsAreWritten(_ index: Int) {
    let (line, body) = Self.lines[index]
    let emitter = Emitter()
    let type = HLOType([2, 3], .float32)
    _ = body(emitter.argument("%a", type), emitter.argument("%b", type))
    #expect(emitter.lines == ["  " + line])
  }

  @Test func fastProductsSayDefault() {
    let emitter = Emitter(LoweringOptions(arithmetic: .tf32))
    let a = emitter.argument("%a", HLOType([2, 3], .float32))
    _ = a.times(a, contracting: ([1], [1]))
    #expect(emitter.lines[0].contains("precision = [DEFAULT, DEFAULT]"))
  }

  /// What changes nothing adds no line.
  @Test func valuesStayAsTheyAre() {
    let emitter = Emitter()
    let a = emitter.argument("%a", HLOType([2, 3], .float32))
    for same in [
      a.reshaped(to: [2, 3]), a.transposed([0, 1]), a.sliced(1, 0..<3), a.broadcast([0, 1], to: [2, 3]),
      a.converted(to: .float32), a.padded(0), emitter.concatenated([a], 1),
    ] { #expect(same.name == "%a") }
    #expect(emitter.lines == [])
  }

  @Test func conditionsAreTheTruthThatTheyWereMadeOf() {
    let emitter = Emitter()
    let a = emitter.argument("%a", HLOType([2], .int32))
    let truth = a.compared(.equal, to: a)
    let number = truth.converted(to: .int32)
    emitter.note(truth, of: number)
    #expect(emitter.truth(of: number).name == truth.name)
    #expect(emitter.truth(of: a).type.element == .predicate)
    #expect(
      emitter.lines.last
        == "  %4 = stablehlo.compare NE, %a, %3, SIGNED : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>")
  }

  /// The same mask is drawn once, masks of one key together, and before the lines that use them.
  @Test func masksAreDrawnTogether() throws {
    let emitter = Emitter()
    let key = emitter.argument("%key", HLOType(RandomKey.type))
    let draws = [MaskDraw(stream: 0, rate: 0.5, count: 6), MaskDraw(stream: 1, rate: 0.25, count: 4)]
    let masks = (draws + draws).map { emitter.multipliers($0, key: key) }
    #expect(masks.map(\.dimensions) == [[6], [4], [6], [4]])
    let body = emitter.body()
    #expect(body.split(separator: "bitcast_convert").count == 2)
    #expect(body.split(separator: "stablehlo.compare").count == 2)
    let (mask, use) = (
      try #require(body.range(of: "%1 = stablehlo.reshape")),
      try #require(body.range(of: "stablehlo.select %1,"))
    )
    #expect(mask.upperBound <= use.lowerBound)
  }
}
