import Foundation
import Models
import Training

/// What a step takes when the processes of several hosts share it (`mpirun -n N`), reckoned from one host's measured parts, the
/// bytes that are sent, and the network.
package struct HostGrowth: Sendable, Codable, Equatable {
  /// A number of hosts.
  package struct Row: Sendable, Codable, Equatable {
    /// How many.
    package var hosts: Int
    /// Parts of a step that each computes, one after the other.
    package var passes: Int
    /// Bytes that each sends in a step, and receives.
    package var sentBytes: Double
    /// Seconds that this takes; `nil` where the network is not known.
    package var networkSeconds: Double?
    /// Seconds of computing; `nil` where nothing was measured.
    package var computeSeconds: Double?
    /// Bytes of memory at the peak, of each.
    package var peakBytes: Int

    /// Seconds of a step, one after the other: sums travel when a pass is done.
    package var stepSeconds: Double? {
      guard let computeSeconds else { return nil }
      return hosts == 1 ? computeSeconds : networkSeconds.map { $0 + computeSeconds }
    }
  }

  /// What was measured of a step in parts.
  package struct PartTimes: Sendable, Codable, Equatable {
    /// Seconds of a part's loss and gradients.
    package var part: Double
    /// Seconds of the updates that follow all parts.
    package var update: Double

    /// Seconds of each.
    package init(part: Double, update: Double) { (self.part, self.update) = (part, update) }
  }

  /// The parts of a step, whichever hosts compute them.
  package let parts: Int
  /// The network's bits per second, as it was said; `nil` for none.
  package let bitsPerSecond: Double?
  /// Every number of hosts up to the most that divides the parts.
  package let rows: [Row]

  /// - Parameters:
  ///   - trained: how many numbers are trained: a gradient has as many.
  ///   - parts: the parts of a step.
  ///   - most: the most hosts to look at.
  ///   - peakBytes: bytes of memory at the peak of one host.
  ///   - times: what was measured on one host.
  package init(
    trained: Int, parts: Int, most: Int, peakBytes: Int, bitsPerSecond: Double?, times: PartTimes? = nil
  ) {
    self.parts = parts
    self.bitsPerSecond = bitsPerSecond
    rows = (1...min(parts, most)).filter { parts % $0 == 0 }.map { hosts in
      let passes = parts / hosts
      // Every pass gives all but one's own piece of the gradients away, and in the end the sums of it go to all others.
      let sent = 4 * Double(trained) * Double(hosts - 1) / Double(hosts) * Double(passes + 1)
      return Row(
        hosts: hosts, passes: passes, sentBytes: sent,
        networkSeconds: bitsPerSecond.map { sent * 8 / $0 },
        computeSeconds: times.map { Double(passes) * $0.part + $0.update },
        peakBytes: peakBytes + HostGrowth.bufferBytes(trained: trained, hosts: hosts, passes: passes))
    }
  }

  /// Steps of one host that so many take in the same time; `nil` where that is not known.
  package func speedup(_ row: Row) -> Double? {
    guard let alone = rows.first?.stepSeconds, let step = row.stepSeconds, step > 0 else { return nil }
    return alone / step
  }

  private static func bufferBytes(trained: Int, hosts: Int, passes: Int) -> Int {
    hosts == 1 ? 0 : StepShare.byteCount(numbers: trained, processes: hosts, passes: passes)
  }
}

/// How fast a network is: `10Gb`, `2.5Gbit`, `100 Gb/s`, `400Mb`.
package struct NetworkRate: Sendable, Equatable {
  /// Bits per second.
  package let bitsPerSecond: Double

  /// Reads a rate in bits; `nil` for anything else, bytes among them.
  package init?(_ text: String) {
    let pattern = #/^\s*([0-9]+(?:\.[0-9]+)?)\s*([kKmMgGtT])?(?:b|bit|bits|bps)(?:/s)?\s*$/#
    guard let match = text.wholeMatch(of: pattern), let number = Double(match.1), number > 0 else {
      return nil
    }
    let factors: [String: Double] = ["k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12]
    bitsPerSecond = number * (match.2.map { factors[$0.lowercased()] ?? 1 } ?? 1)
  }
}

extension PreparedRun {
  /// Takes the run's first steps and measures their parts; the weights in memory take them too, no file does.
  /// - Parameter steps: how many, at least two: the first pays for fresh memory and does not count.
  /// - Throws: what drawing a batch or running the step throws.
  package func measureParts(steps: Int) throws -> HostGrowth.PartTimes {
    var (parts, updates): ([Double], [Double]) = ([], [])
    for index in 0..<max(2, steps) {
      let batch = try data.locatingExamples { try data.batches.batch(step: index) }
      _ = try step.run(batch, loaded.recipe.inputs(ofStep: index, batch, setup.model))
      if index == 0 { continue }
      parts += step.latestTimes.parts
      updates.append(step.latestTimes.update)
    }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    // The parts of a step hold different examples: their mean is what counts.
    return HostGrowth.PartTimes(
      part: parts.reduce(0, +) / Double(parts.count), update: median(updates))
  }
}
