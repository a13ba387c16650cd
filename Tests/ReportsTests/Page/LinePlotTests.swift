import Testing

@testable import Reports

@Suite struct LinePlotTests {
  @Test(
    arguments: [
      (0.0, 1.0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0.0, 7.0, 5, [0, 2, 4, 6]), (0.9, 4.2, 5, [1, 2, 3, 4]),
      (0.0, 2_000.0, 6, [0, 500, 1_000, 1_500, 2_000]),
    ] as [(Double, Double, Int, [Double])])
  func ticks_areRound(_ low: Double, _ high: Double, _ count: Int, _ expected: [Double]) {
    let ticks = LinePlot.Frame.ticks(low, high, about: count)
    #expect(
      ticks.count == expected.count && zip(ticks, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(ticks)")
  }

  @Test(arguments: [(1.0, 1.0), (2.0, 1.0), (Double.nan, 1.0), (0.0, Double.infinity)] as [(Double, Double)])
  func noRange_hasNoTicks(_ low: Double, _ high: Double) {
    #expect(LinePlot.Frame.ticks(low, high, about: 5).isEmpty)
  }

  @Test(arguments: [0, 1, 399, 400, 401, 800, 98_000])
  func thinning_keepsFewPointsAndTheMean(_ count: Int) {
    let points = (0..<count).map { (x: Double($0), y: Double($0)) }
    let thinned = LinePlot.thinned(points)
    #expect(thinned.count <= 400)
    #expect(count > 400 || thinned.count == count)
  }

  @Test(arguments: [[], [1.0], [1, 1], [.nan], [.nan, 2], [0, 1e300], [-1e-300, 1e-300]] as [[Double]])
  func anyValues_giveFiniteCoordinates(_ values: [Double]) {
    let points = values.enumerated().map { (x: Double($0.offset), y: $0.element) }
    let plot = LinePlot(title: "t", series: [LinePlot.Series(name: "s", color: 1, points: points)])
    let html = plot.html()
    #expect(!html.contains("nan") && !html.contains("inf"))
    #expect(html.isEmpty == values.allSatisfy(\.isNaN))
  }
}
