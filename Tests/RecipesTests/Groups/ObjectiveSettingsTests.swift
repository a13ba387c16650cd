import Instructions
import RunTestSupport
import Testing

@testable import Recipes

@Suite struct ObjectiveSettingsTests {
  private static let sentinels: [Int32] = [99, 98]

  @Test func defaultsAreThePublishedOnes() throws {
    let settings = try RecipeExample.load().recipe.objective
    #expect(
      settings.objective(sentinels: Self.sentinels)
        == .spanCorruption(SpanCorruption(noise: 0.15, meanSpan: 3, sentinels: Self.sentinels)))
  }

  @Test(arguments: [
    (#""objective": {"noise": 0.5, "span": 8, "length": 64}"#, "span-corruption"),
    (#""objective": {"kind": "prefix-lm", "noise": 0.25}"#, "prefix-lm"),
    (#""objective": {"kind": "ul2", "length": 64}"#, "mixture"),
    (#""objective": {"denoisers": [{}, {"kind": "causal", "mode": "[C]", "weight": 3}]}"#, "mixture"),
    (#""objective": {"kind": "causal"}"#, "causal"),
  ])
  func settingsAreReadAndWrittenBack(_ members: String, _ name: String) throws {
    let recipe = try RecipeExample.load(RecipeExample.text(members)).recipe
    #expect(recipe.objective.objective(sentinels: Self.sentinels).name == name)
    #expect(try RecipeExample.load(recipe.resolvedText).recipe == recipe)
  }

  @Test(arguments: [
    (#"{"kind": "prefix"}"#, "Did you mean 'prefix-lm'?"), (#"{"noise": 0}"#, "0.01"),
    (#"{"span": 0.5}"#, "1"),
    (#"{"kind": "causal", "noise": 0.2}"#, "is of span corruption"),
    (#"{"kind": "prefix-lm", "span": 2}"#, "is of span corruption"),
    (#"{"kind": "ul2", "noise": 0.2}"#, "'ul2'"),
    (#"{"denoisers": [{"kind": "ul2"}]}"#, "which is a mixture itself"),
    (#"{"denoisers": [{}], "noise": 0.2}"#, "is of one objective"),
    (#"{"denoisers": [{"kind": "causal", "span": 2}]}"#, "objective.denoisers[0].span"),
    (#"{"denoisers": [{"mode": ""}]}"#, "is blank"), (#"{"denoisers": [{"weight": -1}]}"#, "above 0"),
    (#"{"denoisers": [{"mood": "[R]"}]}"#, "Did you mean 'objective.denoisers[0].mode'?"),
    (#"{"length": 1}"#, "2"),
    (#"{"mask": 3}"#, "there is no setting 'objective.mask'"),
  ])
  func whatCannotBeIsRefused(_ objective: String, _ part: String) {
    let errors = RecipeExample.errors(RecipeExample.text("\"objective\": \(objective)"))
    #expect(errors.count == 1 && errors.contains { $0.description.contains(part) }, "\(errors)")
  }

  /// Table 1 of the paper: mean spans and rates of corruption.
  @Test func ul2HasThePublishedDenoisers() throws {
    let recipe = try RecipeExample.load(RecipeExample.text(#""objective": {"kind": "ul2"}"#)).recipe
    guard
      case .mixture(let denoisers) = recipe.objective.objective(
        sentinels: Self.sentinels, encode: { $0.utf8.map(Int32.init) })
    else {
      Issue.record("no mixture")
      return
    }
    func spans(_ noise: Double, _ span: Double) -> TextObjective {
      .spanCorruption(SpanCorruption(noise: noise, meanSpan: span, sentinels: Self.sentinels))
    }
    #expect(
      denoisers.map(\.objective) == [
        spans(0.15, 3), spans(0.15, 8), spans(0.5, 3), spans(0.5, 8), spans(0.15, 64), spans(0.5, 64),
        .prefix(share: 0.25),
      ])
    #expect(
      denoisers.map { $0.mode.map { Character(Unicode.Scalar(UInt8($0))) } }.map { String($0) }
        == ["[R]", "[R]", "[X]", "[X]", "[X]", "[X]", "[S]"])
    #expect(abs(denoisers.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    #expect(denoisers.filter { $0.name == "prefix-lm [S]" }.map(\.weight) == [0.2])
  }

  @Test func textsHaveALossAndLastWords() {
    #expect(BestMetric(rawValue: "heldOutTexts/loss") == .heldOutTextsLoss)
    #expect(!BestMetric.heldOutTextsLoss.higherIsBetter)
    #expect(BestMetric(rawValue: "heldOutTexts/exactMatch") == .heldOutTextsExactMatch)
    for name in ["heldOutTexts/score", "heldOutTexts/loss/zero-shot"] {
      #expect(BestMetric(rawValue: name) == nil)
    }
    #expect(
      BestMetric.all.filter { $0.rawValue.hasPrefix("heldOutTexts") } == [
        .heldOutTextsExactMatch, .heldOutTextsLoss,
      ])
  }
}
