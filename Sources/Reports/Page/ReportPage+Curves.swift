import Evaluation
import Instructions
import Runs
import Text

extension ReportPage {
  /// The plots: of one run several lines in a plot, of several runs one line for each.
  func curves() -> String {
    let plots = isComparison ? comparedPlots() : ownPlots(records[0])
    return "<h2>Curves</h2>\n<div class=\"plots\">\n\(plots.map { $0.html() }.joined())</div>\n"
  }

  private static let three: @Sendable (Double) -> String = { NumberText.fixed($0, 3) }
  private static let rate: @Sendable (Double) -> String = { $0 == 0 ? "0" : NumberText.scientific($0) }
  private static let percent: @Sendable (Double) -> String = { NumberText.percent($0, decimals: 0) }

  private func ownPlots(_ run: RunRecord) -> [LinePlot] {
    let groups = EvaluationGroup.Name.allCases
    func title(_ name: EvaluationGroup.Name) -> String { EvaluationTextTable.title(of: name) }
    let losses = groups.enumerated().map { index, name in
      heldOut(run, title(name), index + 2, name) { $0.loss }
    }
    let scores = EvaluationGroup.Name.ofAnswers.enumerated().flatMap { index, name in
      // Summaries of earlier versions know the majority answer alone.
      let knowsChance = run.evaluations.contains { $0.group(name)?.chance != nil }
      var baseline = heldOut(
        run, "\(title(name)), \(knowsChance ? "chance" : "majority answer")", index + 2, name
      ) { knowsChance ? $0.chance : $0.majorityBaseline }
      baseline = LinePlot.Series(
        name: baseline.name, color: baseline.color, points: baseline.points, isDashed: true)
      return [heldOut(run, title(name), index + 2, name) { $0.exactMatch }, baseline]
    }
    let words = heldOut(run, "\(title(.heldOutTexts)), last word", 4, .heldOutTexts) { $0.exactMatch }
    return [
      LinePlot(
        title: "Loss per target token", axis: "nats per target token",
        series: [points(run, "training", 1) { $0.loss }] + losses,
        mayBeLogarithmic: true, flags: flags(run, .loss), format: Self.three),
      LinePlot(
        title: "Exact match on held-out examples", axis: "share of right answers", series: scores + [words],
        startsAtZero: true, format: Self.three),
    ] + zLossPlots([run], [run.name]) + byMetric(run)
      + EvaluationGroup.Name.ofAnswers.map { byFormat(run, $0) }
      + suitePlots([run], [run.name]) + [
        LinePlot(
          title: "Learning rate", axis: "learning rate",
          series: [points(run, "learning rate", 1) { $0.learningRate }],
          startsAtZero: true, format: Self.rate),
        LinePlot(
          title: "Gradient norm", axis: "norm of all gradients",
          series: [points(run, "gradient norm", 1) { $0.gradientNorm }],
          mayBeLogarithmic: true, flags: flags(run, .gradientNorm)),
        LinePlot(
          title: "Fill of the rows", axis: "share of places with a token",
          series: [points(run, "inputs", 1) { $0.inputFill }, points(run, "targets", 2) { $0.targetFill }],
          format: Self.percent),
        LinePlot(
          title: "Tokens per second", axis: "tokens per second",
          series: [points(run, "tokens per second", 1) { $0.tokensPerSecond }],
          startsAtZero: true),
      ]
  }

  private func byFormat(_ run: RunRecord, _ name: EvaluationGroup.Name) -> LinePlot {
    let series = PromptFormat.allCases.enumerated().map { index, format in
      heldOut(run, format.rawValue, index + 1, name) { group in
        group.rows(in: format).exactMatch
      }
    }
    return LinePlot(
      title: "Exact match by format, \(EvaluationTextTable.title(of: name))", axis: "share of right answers",
      series: series,
      startsAtZero: true, format: Self.three)
  }

  private func comparedPlots() -> [LinePlot] {
    func overlaid(_ value: @escaping (TrainingCurve.Point) -> Double) -> [LinePlot.Series] {
      zip(records, names).enumerated().map { index, run in points(run.0, run.1, Self.color(index), value) }
    }
    func overlaid(_ group: EvaluationGroup.Name, _ value: (EvaluationGroup) -> Double?) -> [LinePlot.Series] {
      zip(records, names).enumerated().map { index, run in
        heldOut(run.0, run.1, Self.color(index), group, value)
      }
    }
    let scores = EvaluationGroup.Name.ofAnswers.map { name in
      LinePlot(
        title: "Exact match, \(EvaluationTextTable.title(of: name))", axis: "share of right answers",
        series: overlaid(name) { $0.exactMatch },
        startsAtZero: true, format: Self.three)
    }
    let losses = EvaluationGroup.Name.allCases.map { name in
      LinePlot(
        title: "Loss, \(EvaluationTextTable.title(of: name))", axis: "nats per target token",
        series: overlaid(name) { $0.loss },
        mayBeLogarithmic: true, format: Self.three)
    }
    return [
      LinePlot(
        title: "Training loss per target token", axis: "nats per target token", series: overlaid { $0.loss },
        mayBeLogarithmic: true,
        format: Self.three)
    ] + zLossPlots(records, names) + scores + ownScores(overlaid) + losses + suitePlots(records, names) + [
      LinePlot(
        title: "Learning rate", axis: "learning rate", series: overlaid { $0.learningRate },
        startsAtZero: true, format: Self.rate),
      LinePlot(
        title: "Gradient norm", axis: "norm of all gradients", series: overlaid { $0.gradientNorm },
        mayBeLogarithmic: true),
      LinePlot(
        title: "Fill of the rows, targets", axis: "share of places with a token",
        series: overlaid { $0.targetFill }, format: Self.percent),
      LinePlot(
        title: "Fill of the rows, inputs", axis: "share of places with a token",
        series: overlaid { $0.inputFill }, format: Self.percent),
      LinePlot(
        title: "Tokens per second", axis: "tokens per second", series: overlaid { $0.tokensPerSecond },
        startsAtZero: true),
    ]
  }

  /// The z-loss of runs that have one.
  private func zLossPlots(_ runs: [RunRecord], _ names: [String]) -> [LinePlot] {
    let series = zip(runs, names).enumerated().compactMap { index, run in
      run.0.curve.points.contains { $0.zLoss.isFinite }
        ? points(run.0, run.1, Self.color(index)) { $0.zLoss } : nil
    }
    if series.isEmpty { return [] }
    return [
      LinePlot(
        title: "Z-loss per target token", axis: "z-loss per target token", series: series,
        mayBeLogarithmic: true,
        format: { NumberText.significant($0) })
    ]
  }

  /// The color of the run at `index`; after eight they come again.
  static func color(_ index: Int) -> Int { index % 8 + 1 }

  private func points(
    _ run: RunRecord, _ name: String, _ color: Int, _ value: (TrainingCurve.Point) -> Double
  ) -> LinePlot.Series {
    LinePlot.Series(name: name, color: color, points: run.curve.points.map { (Double($0.step), value($0)) })
  }

  func heldOut(
    _ run: RunRecord, _ name: String, _ color: Int, _ group: EvaluationGroup.Name,
    _ value: (EvaluationGroup) -> Double?
  ) -> LinePlot.Series {
    let points = run.evaluations.compactMap { summary -> (x: Double, y: Double)? in
      guard let group = summary.group(group), let y = value(group) else { return nil }
      return (Double(summary.step), y)
    }
    return LinePlot.Series(name: name, color: color, points: points, hasMarks: true)
  }

  private func flags(_ run: RunRecord, _ quantity: LossSpike.Quantity) -> [(x: Double, text: String)] {
    run.spikes.filter { $0.quantity == quantity }.map { spike in
      let examples = spike.examples.map(\.words).joined(separator: ", ")
      return (Double(spike.step), "spike at step \(spike.step): \(examples)")
    }
  }
}
