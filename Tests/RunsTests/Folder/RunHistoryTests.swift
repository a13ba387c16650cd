import Foundation
import RunTestSupport
import Testing

@testable import JSON
@testable import Recipes
@testable import Runs

@Suite struct RunHistoryTests {
  private func passport(threads: Int, _ overrides: [String] = []) throws -> RunPassport {
    RunPassport(
      of: try RecipeExample.load(RecipeExample.least, overrides), programVersion: "1",
      runtime: .init(name: "CPU", threads: threads, kernels: "k", matrixProducts: "b"))
  }

  private func difference(_ old: [String], _ new: [String]) throws -> RecipeDifference {
    RecipeDifference(
      from: try RecipeExample.load(RecipeExample.least, old).recipe,
      to: try RecipeExample.load(RecipeExample.least, new).recipe)
  }

  @Test func everyVersion_hasTheStepFromWhichItHolds() throws {
    var history = RunHistory(try passport(threads: 1))
    #expect(history.since == "the run was started")
    history.goOn(try passport(threads: 1), afterStep: 5, settings: nil)
    #expect(history.versions.count == 1)
    history.goOn(try passport(threads: 2), afterStep: 10, settings: nil)
    history.goOn(
      try passport(threads: 2, ["train.steps=50"]), afterStep: 20,
      settings: try difference([], ["train.steps=50"]))
    #expect(history.versions.map(\.fromStep) == [1, 11, 21] && history.since == "step 21")
    #expect(history.changes.map(\.fromStep) == [11, 21])
    #expect(history.changes.map(\.change.description) == ["threads: 1 -> 2", "train.steps: 1000 -> 50"])
    let data = try EventCoding.pretty(history)
    #expect(try JSONDecoder().decode(RunHistory.self, from: data) == history)
    // Who knows nothing of versions reads the passport that holds now.
    #expect(try JSONDecoder().decode(RunPassport.self, from: data) == history.current)
  }

  /// A run that goes on from before a change does those steps again.
  @Test func stepsThatAreDoneAgain_haveTheNewPassport() throws {
    var history = RunHistory(try passport(threads: 1))
    history.goOn(
      try passport(threads: 2, ["seed=1"]), afterStep: 10, settings: try difference([], ["seed=1"]))
    history.goOn(
      try passport(threads: 3, ["seed=2"]), afterStep: 10, settings: try difference(["seed=1"], ["seed=2"]))
    #expect(history.versions.map(\.fromStep) == [1, 11])
    #expect(history.changes.map(\.change.description) == ["seed: 0 -> 2", "threads: 1 -> 3"])
    // Taken back before a step was done with it: nothing has changed.
    history.goOn(try passport(threads: 1), afterStep: 8, settings: try difference(["seed=2"], []))
    #expect(history.versions.count == 1 && history.changes.isEmpty)
    history.goOn(try passport(threads: 4), afterStep: 0, settings: nil)
    #expect(history.versions.map(\.passport.threads) == [4] && history.versions[0].fromStep == 1)
  }

  @Test func fileWithoutVersions_isOne() throws {
    let old = try EventCoding.pretty(try passport(threads: 7))
    let history = try JSONDecoder().decode(RunHistory.self, from: old)
    #expect(history.versions.map(\.fromStep) == [1] && history.current.threads == 7)
  }

  /// As it is where a process ended after the recipe had been replaced and before its history was.
  @Test func settingsThatNobodyWroteDown_areAVersionAllTheSame() throws {
    var history = RunHistory(try passport(threads: 1))
    history.goOn(try passport(threads: 1, ["seed=5"]), afterStep: 3, settings: nil)
    #expect(history.changes.map(\.change.key) == ["resolved recipe's SHA-256"])
  }
}
