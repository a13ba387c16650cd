import Foundation
import Testing

@testable import JSON
@testable import Runs
@testable import Training

@Suite struct SpikeWatchTests {
  /// A loss that falls, with some noise, and a steady norm.
  private static func loss(_ step: Int) -> Double {
    2 + 3 / Double(step + 1) + 0.05 * Double((step * 7919) % 11)
  }

  private static func spikes(
    _ steps: Int, at high: [Int: Double] = [:], norms: [Int: Double] = [:], threshold: Double = 6,
    resumeAt resumed: Set<Int> = []
  ) throws -> (watch: SpikeWatch, spikes: [LossSpike]) {
    var watch = SpikeWatch()
    var spikes: [LossSpike] = []
    for step in 0..<steps {
      if resumed.contains(step) {
        watch = try EventCoding.decode(SpikeWatch.self, from: EventCoding.line(watch))
      }
      spikes += watch.add(
        step: step, loss: high[step] ?? loss(step),
        gradientNorm: norms[step] ?? 1 + 0.1 * Double(step % 3), threshold: threshold)
    }
    return (watch, spikes)
  }

  @Test func ordinaryRun_hasNone() throws { #expect(try Self.spikes(500).spikes.isEmpty) }

  @Test(arguments: [40, 150, 400])
  func singleSpike_isFound(_ step: Int) throws {
    let found = try Self.spikes(500, at: [step: 9]).spikes
    #expect(found.map(\.step) == [step] && found[0].quantity == .loss)
    #expect(found[0].value == 9 && found[0].deviations > 6 && found[0].mean < 3)
  }

  @Test func gradientNorm_isWatchedToo() throws {
    let found = try Self.spikes(300, norms: [200: 50]).spikes
    #expect(found.map(\.step) == [200] && found[0].quantity == .gradientNorm)
  }

  /// What comes soon after a spike is still found; what stays high is told of once.
  @Test func spikes_doNotHideEachOther() throws {
    #expect(try Self.spikes(300, at: [200: 9, 203: 9]).spikes.map(\.step) == [200, 203])
    let plateau = Dictionary(uniqueKeysWithValues: (200..<230).map { ($0, 9.0) })
    #expect(try Self.spikes(300, at: plateau).spikes.map(\.step) == [200])
  }

  @Test func firstSteps_sayNothing() throws {
    #expect(try Self.spikes(20, at: [10: 99]).spikes.isEmpty)
    #expect(try Self.spikes(500, at: [:], threshold: 1_000).spikes.isEmpty)
  }

  @Test func constantValues_haveNoDeviation() {
    var watch = SpikeWatch()
    for step in 0..<100 {
      #expect(watch.add(step: step, loss: 1, gradientNorm: 1, threshold: 3).isEmpty)
    }
    #expect(watch.add(step: 100, loss: 2, gradientNorm: 1, threshold: 3).isEmpty)
  }

  /// Written to a checkpoint and read again at any step, the watch is the same to the last bit.
  @Test func resumed_isTheSame() throws {
    let straight = try Self.spikes(300, at: [120: 9, 250: 7])
    let resumed = try Self.spikes(300, at: [120: 9, 250: 7], resumeAt: Set(0..<300))
    #expect(resumed.watch == straight.watch && resumed.spikes == straight.spikes)
  }
}
