import JSON

/// Applies the rules of a study to the scores of its arms.
package struct Judge {
  private let bootstrap: HierarchicalBootstrap

  /// A judge who draws by the bootstrap.
  package init(_ bootstrap: HierarchicalBootstrap = HierarchicalBootstrap()) { self.bootstrap = bootstrap }

  /// The verdict of a rule.
  /// - Parameters:
  ///   - measure: the measure that the rule is about.
  ///   - scores: the arms' scores by it, of arms whose runs are done.
  ///   - seeds: the seeds that every arm should have.
  package func verdict(
    _ rule: VerdictSettings, measure: StudyMeasure, scores: [String: ArmScores], seeds: [Int]
  ) -> Verdict {
    let arms = Self.arms(of: rule)
    let found = arms.compactMap { scores[$0] }
    // Seeds that every arm has, and units that every run has: else arms were asked other questions.
    let common = seeds.filter { seed in found.allSatisfy { $0.runs[seed] != nil } }
    let units = found.dropFirst().reduce(found.first?.table.units ?? []) { units, arm in
      units.filter(arm.table.units.contains)
    }
    let isComplete = found.count == arms.count && common == seeds && !units.isEmpty
    let tables = found.map { $0.table(seeds: common, units: units) }
    let parts = isComplete ? parts(rule, tables) : []
    let floor = isComplete ? floor(rule, measure, tables) : nil
    return Verdict(
      title: rule.title.isEmpty ? Self.claim(rule) : rule.title, rule: Self.words(rule, measure),
      measure: measure.name,
      parts: parts, seeds: isComplete ? common.count : 0, units: isComplete ? units.count : 0, floor: floor,
      outcome: !isComplete ? .incomplete : floor != nil ? .inconclusive : .of(all: parts.map(\.outcome)))
  }

  /// Why the scores tell nothing of the claim: nobody has learned what it is about. Two arms at a guess differ by
  /// noise alone, and skill that was never there cannot vanish.
  private func floor(_ rule: VerdictSettings, _ measure: StudyMeasure, _ tables: [ScoreTable]) -> String? {
    guard measure.score == .normalized else { return nil }
    let judged = rule.rule == .vanishes ? Array(tables.dropFirst()) : tables
    if judged.isEmpty || judged.contains(where: { bootstrap.estimate([$0]) { $0[0] }.low > 0 }) { return nil }
    return rule.rule == .vanishes
      ? "\(rule.over ?? "") is not above a guess, so no skill could vanish"
      : "no arm is above a guess, so nothing can be told"
  }

  /// The arms that a rule is about, in the order that its statistics take them.
  static func arms(of rule: VerdictSettings) -> [String] {
    rule.rule == .trend ? rule.arms : [rule.arm, rule.over].compactMap { $0 }
  }

  private func parts(_ rule: VerdictSettings, _ tables: [ScoreTable]) -> [Verdict.Part] {
    func part(
      _ quantity: String, above limit: Double, isAbove: Bool = true, _ statistic: ([Double]) -> Double
    ) -> Verdict.Part {
      Verdict.Part(
        quantity: quantity, estimate: bootstrap.estimate(tables, statistic), limit: limit, isAbove: isAbove)
    }
    let (arm, over) = (rule.arm ?? "", rule.over ?? "")
    switch rule.rule {
    case .better: return [part("\(arm) - \(over)", above: rule.margin) { $0[0] - $0[1] }]
    case .noHarm: return [part("\(arm) - \(over)", above: -rule.margin) { $0[0] - $0[1] }]
    case .vanishes: return [part(arm, above: rule.margin, isAbove: false) { $0[0] }]
    case .trend:
      let trend = SizeTrend(sizes: rule.sizes)
      let slope = part("points per doubling", above: 0) { trend.slope(of: $0) }
      if !rule.flattens { return [slope] }
      return [
        slope,
        part("half of the best gain per doubling, less the last", above: 0) { trend.flattening(of: $0) },
      ]
    }
  }

  /// What a rule claims, in a few words.
  static func claim(_ rule: VerdictSettings) -> String {
    let (arm, over) = (rule.arm ?? "", rule.over ?? "")
    return switch rule.rule {
    case .better: "\(arm) is better than \(over)"
    case .noHarm: "\(arm) does no harm beside \(over)"
    case .vanishes: "\(arm) has no skill"
    case .trend:
      rule.arms.joined(separator: ", ") + (rule.flattens ? ": more is better, ever less" : ": more is better")
    }
  }

  /// The rule in words.
  static func words(_ rule: VerdictSettings, _ measure: StudyMeasure) -> String {
    guard measure.score == .normalized else { return words(rule) }
    switch rule.rule {
    case .better, .noHarm, .trend:
      return words(rule) + "; inconclusive, too, where no arm's interval lies above 0, a guess"
    case .vanishes:
      guard let over = rule.over else { return words(rule) }
      return words(rule) + "; inconclusive, too, where that of \(over) does not lie above 0, a guess"
    }
  }

  private static func words(_ rule: VerdictSettings) -> String {
    let margin = OrderedJSON.text(of: rule.margin)
    let (arm, over) = (rule.arm ?? "", rule.over ?? "")
    switch rule.rule {
    case .better:
      return
        "reproduced where the 95 % interval of \(arm) less \(over) lies above \(margin) points, not reproduced "
        + "where it lies below, else inconclusive"
    case .noHarm:
      return
        "reproduced where the 95 % interval of \(arm) less \(over) lies above -\(margin) points, not reproduced "
        + "where it lies below, else inconclusive"
    case .vanishes:
      return
        "reproduced where the 95 % interval of \(arm) lies below \(margin) points, not reproduced where it lies "
        + "above, else inconclusive"
    case .trend:
      let slope = "the slope over the binary logarithm of the sizes lies above 0"
      let flat = "half of the best earlier gain per doubling lies above the last one"
      return
        "reproduced where the 95 % interval of \(slope)\(rule.flattens ? ", and that of \(flat)" : ""), not "
        + "reproduced where \(rule.flattens ? "one" : "it") lies below, else inconclusive"
    }
  }
}
