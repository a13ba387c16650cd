import Checkpoints
import RunTestSupport
import Testing

@testable import Recipes
@testable import Training

@Suite struct BestScoreTests {
  @Test(arguments: BestMetric.all)
  func metricComesFirst(_ metric: BestMetric) {
    let (worse, better) = metric.higherIsBetter ? (0.25, 0.5) : (0.5, 0.25)
    #expect(BestScore(better, loss: 9).replaces(BestScore(worse, loss: 1), by: metric))
    #expect(!BestScore(worse, loss: 1).replaces(BestScore(better, loss: 9), by: metric))
    #expect(BestScore(worse).replaces(nil, by: metric))
  }

  /// The losses of earlier and later weights whose scores are the same, and whether the later ones are taken.
  @Test(
    arguments: [
      (8, 7, true), (7, 8, false), (7, 7, true), (nil, 9, true), (7, nil, false), (nil, nil, true),
    ] as [(Double?, Double?, Bool)])
  func lossDecidesATie_andThenTheLaterStep(_ earlier: Double?, _ later: Double?, _ isTaken: Bool) {
    let metric = BestMetric.heldOutInstancesExactMatch
    #expect(BestScore(0, loss: later).replaces(BestScore(0, loss: earlier), by: metric) == isTaken)
  }

  @Test func scoreOfAnEvaluation() {
    var evaluation = ExampleEvents.evaluation
    let metric = BestMetric.heldOutInstancesExactMatch
    #expect(BestScore(evaluation, metric) == BestScore(0.875, loss: 2))
    // Of one format, the loss is that format's; where the group has no loss, another group's counts.
    #expect(
      BestScore(evaluation, .heldOut(.heldOutInstances, .exactMatch, .fewShot)) == BestScore(1, loss: 2))
    #expect(BestScore(evaluation, .heldOut(.heldOutClusters, .exactMatch)) == nil)
    evaluation.groups[0].rows[0].lossSum = .nan
    #expect(BestScore(evaluation, .heldOut(.heldOutInstances, .loss)) == nil)
    #expect(BestScore(evaluation, metric) == BestScore(0.875))
  }

  @Test func checkpointsKeepBothParts_andThoseOfEarlierVersionsHaveOne() {
    var progress = TrainerProgress()
    (progress.best, progress.bestStep) = (BestScore(0.5, loss: 3), 4)
    progress.patience.reference = BestScore(0.25, loss: 2)
    var state = TrainerState(step: 4, seed: 1)
    progress.keepScores(in: &state)
    var read = TrainerProgress()
    read.readScores(of: state)
    #expect(read.best == progress.best && read.bestStep == 4 && read.patience == progress.patience)
    state.scalars["bestLoss"] = nil
    state.scalars["patienceLoss"] = nil
    read.readScores(of: state)
    #expect(read.best == BestScore(0.5) && read.patience.reference == BestScore(0.25))
  }
}
