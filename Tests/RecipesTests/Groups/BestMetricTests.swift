import Instructions
import RunTestSupport
import Testing

@testable import Recipes

@Suite struct BestMetricTests {
  @Test func everyName_isReadBack() {
    // Eleven scores of two groups, of all formats or one of four, two of texts, and the average.
    #expect(BestMetric.all.count == 113)
    #expect(Set(BestMetric.all.map(\.rawValue)).count == 113)
    for metric in BestMetric.all { #expect(BestMetric(rawValue: metric.rawValue) == metric) }
    #expect(BestMetric(rawValue: "heldOutInstances/loss/few-shot-cot") != nil)
    #expect(BestMetric(rawValue: "heldOutClusters/rougeL") == .heldOut(.heldOutClusters, .metric(.rougeL)))
    #expect(BestMetric(rawValue: "suites/normalizedAverage") == .normalizedAverage)
  }

  @Test(arguments: [
    "", "/", "loss", "heldOutInstances", "heldOutInstances/", "heldOutInstances/loss/", "heldOutInstances/f1",
    "heldOutInstances/loss/zero", "heldOutInstances/loss/zero-shot/x", "suites/bbh-direct/exactMatch",
    "suites/mean",
  ])
  func otherNames_areNone(_ name: String) { #expect(BestMetric(rawValue: name) == nil) }

  @Test func aFormatsScore_isThatOfItsRows() {
    let summary = ExampleEvents.evaluation
    func value(_ score: HeldOutScore, _ format: PromptFormat) -> Double? {
      summary.value(of: .heldOut(.heldOutInstances, score, format))
    }
    #expect(value(.exactMatch, .zeroShot) == 0.5 && value(.exactMatch, .fewShot) == 1)
    #expect(value(.macroExactMatch, .zeroShot) == 0.5 && value(.loss, .fewShot) == 2)
    #expect(value(.exactMatch, .zeroShotChainOfThought) == nil)
    #expect(summary.value(of: .heldOut(.heldOutClusters, .loss, .zeroShot)) == nil)
  }

  @Test(arguments: [
    ("heldOutInstance/loss", "Did you mean 'heldOutInstances/loss'?"),
    ("heldOutClusters/exactMach/few-shot", "Did you mean 'heldOutClusters/exactMatch/few-shot'?"),
    ("heldOutInstances/rouge", "rouge1, rouge2, rougeL, bleu, chrF"),
    ("accuracy", "heldOutInstances/exactMatch"), ("suites/average", "suites/normalizedAverage"),
  ])
  func unknownName_isRefused_withTheNearest(_ name: String, _ advice: String) {
    let text = RecipeExample.least
    #expect { try RecipeExample.load(text, ["evaluation.bestMetric=\(name)"]) } throws: { error in
      "\(error)".contains(name) && "\(error)".contains(advice)
    }
  }

  @Test func contradictions() {
    for (overrides, words) in [
      (["evaluation.patience=2", "evaluation.every=null"], "evaluation.every is null"),
      (["evaluation.stopAt=0.5", "evaluation.every=null"], "evaluation.every is null"),
      (["evaluation.stopAt=0.5"], "which the recipe does not name"),
      (
        ["evaluation.stopAt=90", "evaluation.bestMetric=heldOutInstances/exactMatch"],
        "heldOutInstances/exactMatch is from 0 to 1"
      ),
      (["evaluation.stopAt=0", "evaluation.bestMetric=heldOutInstances/loss"], "is above 0"),
      (
        ["evaluation.bestMetric=heldOutInstances/loss/few-shot", "evaluation.formats=[\"zero-shot\"]"],
        "does not have 'few-shot'"
      ),
    ] {
      #expect { try RecipeExample.load(RecipeExample.least, overrides) } throws: { "\($0)".contains(words) }
    }
  }
}
