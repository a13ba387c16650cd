import Testing

@testable import Reports

@Suite struct LinePlotTests {
  @Test(
    arguments: [
      (0.0, 1.0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0.0, 7.0, 5, [0, 2, 4, 6]), (0.9, 4.2, 5, [1, 2, 3, 4]),
      (0.0, 2_000.0, 6, [0, 500, 1_000, 1_500, 2_000]),
    ] as [(Double, Double, Int, [Double])])
  func ticks_areRound(_ low: Double, _ high: Double, _ count: Int, _ expected: [Double]) {
    let ticks = PlotFrame.ticks(low, high, about: count)
    #expect(
      ticks.count == expected.count && zip(ticks, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(ticks)")
  }

  @Test(arguments: [(1.0, 1.0), (2.0, 1.0), (Double.nan, 1.0), (0.0, Double.infinity)] as [(Double, Double)])
  func noRange_hasNoTicks(_ low: Double, _ high: Double) {
    #expect(PlotFrame.ticks(low, high, about: 5).isEmpty)
  }

  @Test(
    arguments: [
      (0.9, 9.5, [1, 2, 5]), (0.02, 30, [0.1, 1, 10]), (3, 4, []), (0, 1, []), (1, .infinity, []),
    ] as [(Double, Double, [Double])])
  func powerTicks_areRound(_ low: Double, _ high: Double, _ expected: [Double]) {
    let ticks = PlotFrame.powerTicks(low, high)
    #expect(
      ticks.count == expected.count && zip(ticks, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(ticks)")
  }

  /// A line that falls by powers of ten lies straight on their scale; one that touches zero has none.
  @Test func logarithmicScale_isForPositiveValuesOfSeveralSizes() throws {
    let falling = [(x: 0.0, y: 100.0), (1, 10), (2, 1)]
    let frame = try #require(PlotFrame(falling, startsAtZero: false, mayBeLogarithmic: true))
    #expect(frame.isLogarithmic && abs(frame.y(10) - 0.5) < 1e-9)
    #expect(PlotFrame([(0, 0), (1, 9)], startsAtZero: false, mayBeLogarithmic: true)?.isLogarithmic == false)
    #expect(PlotFrame([(0, 2), (1, 3)], startsAtZero: false, mayBeLogarithmic: true)?.isLogarithmic == false)
  }

  @Test func scoresThatAreAllZero_haveAnAxisOfScores() throws {
    let frame = try #require(PlotFrame([(0, 0), (1, 0)], startsAtZero: true))
    #expect(frame.low == 0 && frame.high == 1)
  }

  @Test func roughLine_isAlsoDrawnSmooth() {
    let points = (0..<300).map { (x: Double($0), y: Double($0 * 7919 % 13)) }
    let rough = LinePlot(title: "t", series: [.init(name: "s", color: 1, points: points)]).html()
    #expect(rough.components(separatedBy: "<polyline").count == 3 && rough.contains("faint"))
    let straight = (0..<300).map { (x: Double($0), y: Double($0)) }
    let plain = LinePlot(title: "t", series: [.init(name: "s", color: 1, points: straight)]).html()
    #expect(plain.components(separatedBy: "<polyline").count == 2)
  }

  @Test(arguments: [0, 1, 39, 40, 41, 1_000])
  func smoothing_keepsTheEnds(_ count: Int) {
    let points = (0..<count).map { (x: Double($0), y: Double($0 % 7)) }
    let smooth = LinePlot.smoothed(points)
    #expect(smooth.count == count && smooth.first?.y == points.first?.y && smooth.last?.y == points.last?.y)
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
