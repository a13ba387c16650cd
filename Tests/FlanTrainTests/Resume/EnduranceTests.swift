import Endurance
import Foundation
import Testing
import TestSupport

/// A little of what `make faults` and `make soak` do at length.
@Suite struct EnduranceTests {
  @Test func killedRuns_endAsIfNobodyHadKilledThem() throws {
    let folder = try TemporaryFolder()
    var campaign = KillCampaign(
      binary: Command.executable, folder: "\(folder.path)/kills", kills: 10, seed: 7)
    let outcome = try campaign.run()
    #expect(outcome.problems.isEmpty, "\(outcome.problems)")
    #expect(outcome.kills == 10 && outcome.same == 10)
  }

  /// Few of the changes, and over the runs of the test others than a multiple of what a checkpoint makes.
  @Test func failingWrites_loseNothing() throws {
    let folder = try TemporaryFolder()
    let outcome = try WriteFailureCampaign(folder: "\(folder.path)/writes", stride: 23).run()
    #expect(outcome.problems.isEmpty, "\(outcome.problems)")
    #expect(outcome.failures > 10 && outcome.same == outcome.failures)
    #expect(outcome.errors + outcome.unharmed == outcome.failures && outcome.errors > 0)
  }

  #if os(Linux)
    @Test func aLongRun_isWatched() throws {
      let folder = try TemporaryFolder()
      let outcome = try Soak(binary: Command.executable, folder: folder.path, steps: 400).run()
      let last = try #require(outcome.samples.last)
      #expect(last.residentKibibytes > 1_000 && last.openFiles > 3 && last.step > 0)
    }
  #endif
}
