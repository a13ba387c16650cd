import Testing

@testable import Reports
@testable import Text

@Suite struct LinePlotTests {
  /// Round steps and always the last, which nothing runs into.
  @Test(
    arguments: [
      (1.0, 2_450.0, ["1,000", "2,000", "2,450"]), (1, 12, ["5", "10", "12"]),
      (0, 2_000, ["0", "500", "1,000", "1,500", "2,000"]),
      (1, 2, ["1", "2"]), (7, 7, ["7"]), (0, 0, ["0"]),
      (1, 98_000, ["50,000", "98,000"]),
    ] as [(Double, Double, [String])])
  func levelAxis_endsInTheLastStep(_ first: Double, _ last: Double, _ expected: [String]) throws {
    let frame = try #require(PlotFrame([(first, 1), (last, 2)], startsAtZero: true))
    #expect(frame.levelTicks.map { NumberText.grouped(Int($0)) } == expected)
    #expect(frame.levelTicks.allSatisfy { (0...1).contains(frame.x($0)) })
  }

  @Test func axes_haveNames() {
    let points = [(x: 1.0, y: 1.0), (x: 2_450.0, y: 100.0)]
    let plot = LinePlot(
      title: "t", axis: "<nats>", series: [.init(name: "s", color: 1, points: points)], mayBeLogarithmic: true
    )
    let html = plot.html()
    #expect(html.contains("<div class=\"axis\">&lt;nats&gt;, logarithmic</div>"))
    #expect(html.contains("<div class=\"axis level\">step</div>") && html.contains(">2,450</span>"))
  }

  /// What the page's script shows under the pointer: a step and a value for each point that is drawn.
  @Test func lines_carryTheirValues() throws {
    let marked = LinePlot.Series(
      name: "a \"b\"", color: 2, points: [(500, 0.25), (2_450, 0.5)], hasMarks: true)
    let html = LinePlot(title: "t", axis: "y", series: [marked], format: { NumberText.fixed($0, 3) }).html()
    #expect(
      html.contains(
        "data-name=\"a &quot;b&quot;\" data-steps=\"500|2,450\" data-values=\"0.250|0.500\" points="))
    #expect(html.contains("title=\"a &quot;b&quot;, step 2,450: 0.500\""))
    let many = LinePlot.Series(name: "s", color: 1, points: (1...1_000).map { (Double($0), Double($0)) })
    let thinned = LinePlot(title: "t", axis: "y", series: [many]).html()
    let steps = try #require(thinned.firstMatch(of: /data-steps="([^"]*)"/)).1.split(separator: "|")
    let values = try #require(thinned.firstMatch(of: /data-values="([^"]*)"/)).1.split(separator: "|")
    #expect(steps.count == 334 && values.count == 334 && thinned.contains("data-span=\"3\""))
  }

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
    let rough = LinePlot(title: "t", axis: "y", series: [.init(name: "s", color: 1, points: points)]).html()
    #expect(rough.components(separatedBy: "<polyline").count == 3 && rough.contains("faint"))
    let straight = (0..<300).map { (x: Double($0), y: Double($0)) }
    let plain = LinePlot(title: "t", axis: "y", series: [.init(name: "s", color: 1, points: straight)]).html()
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
    let plot = LinePlot(title: "t", axis: "y", series: [LinePlot.Series(name: "s", color: 1, points: points)])
    let html = plot.html()
    #expect(!html.contains("nan") && !html.contains("inf"))
    #expect(html.isEmpty == values.allSatisfy(\.isNaN))
  }
}
