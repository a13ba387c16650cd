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
    (#""objective": {"kind": "prefix-lm"}"#, "prefix-lm"), (#""objective": {"kind": "causal"}"#, "causal"),
  ])
  func settingsAreReadAndWrittenBack(_ members: String, _ name: String) throws {
    let recipe = try RecipeExample.load(RecipeExample.text(members)).recipe
    #expect(recipe.objective.objective(sentinels: Self.sentinels).name == name)
    #expect(try RecipeExample.load(recipe.resolvedText).recipe == recipe)
  }

  @Test(arguments: [
    (#"{"kind": "prefix"}"#, "Did you mean 'prefix-lm'?"), (#"{"noise": 0}"#, "0.01"),
    (#"{"span": 0.5}"#, "1"),
    (#"{"kind": "causal", "noise": 0.2}"#, "is of span corruption"), (#"{"length": 1}"#, "2"),
    (#"{"mask": 3}"#, "there is no setting 'objective.mask'"),
  ])
  func whatCannotBeIsRefused(_ objective: String, _ part: String) {
    let errors = RecipeExample.errors(RecipeExample.text("\"objective\": \(objective)"))
    #expect(errors.count == 1 && errors.contains { $0.description.contains(part) }, "\(errors)")
  }

  @Test func textsHaveALossAlone() {
    #expect(BestMetric(rawValue: "heldOutTexts/loss") == .heldOutTextsLoss)
    #expect(!BestMetric.heldOutTextsLoss.higherIsBetter)
    for name in ["heldOutTexts/exactMatch", "heldOutTexts/loss/zero-shot"] {
      #expect(BestMetric(rawValue: name) == nil)
    }
    #expect(BestMetric.all.filter { $0.rawValue.hasPrefix("heldOutTexts") } == [.heldOutTextsLoss])
  }
}
