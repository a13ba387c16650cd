/// What one contestant came to in one group.
package struct ContestantResult: Codable, Sendable, Equatable {
  /// The contestant's name.
  package var name: String
  /// Names and versions of the libraries that did the work.
  package var versions: [String: String] = [:]
  /// The repeats that count, one for each round.
  package var repeats: [PeerReply] = []
  /// The answer of the first call, which does not count: it is the one that is alike for everyone.
  package var first: PeerReply?
  /// The most memory of the process, in bytes.
  package var peakBytes: Int?
  /// Why there is nothing, or not everything.
  package var unavailable: String?

  /// Nothing yet.
  package init(name: String) { self.name = name }

  /// Takes up a reply of a round.
  package mutating func add(_ reply: PeerReply) {
    repeats.append(reply)
    peakBytes = Swift.max(peakBytes ?? 0, reply.peakBytes ?? 0)
  }

  /// The rates of the rounds, in the work's unit per second; rounds without one are left out.
  package var rates: [Double] { repeats.compactMap(\.rate) }
}

extension PeerReply {
  /// The amount per second.
  package var rate: Double? {
    guard let seconds, seconds > 0, let amount else { return nil }
    return amount / seconds
  }
}

extension ContestantResult {
  /// How many times as fast this contestant was as another, round by round.
  package func ratio(over other: ContestantResult) -> Spread? {
    Spread(
      zip(repeats, other.repeats).compactMap { own, others in
        guard let own = own.rate, let others = others.rate, others > 0 else { return nil }
        return own / others
      })
  }

  /// The share of the other's numbers that are the same within a thousandth; `nil` where there is nothing to
  /// compare.
  package func agreement(with other: ContestantResult) -> Double? {
    guard let own = first?.result, let others = other.first?.result, !own.isEmpty, own.count == others.count
    else { return nil }
    let same = zip(own, others).count { abs($0 - $1) <= 1e-3 * Swift.max(abs($0), abs($1)) }
    return Double(same) / Double(own.count)
  }

  /// The rates of the parts of the repeats, in the order in which they came, in floating-point operations per
  /// second; parts without such operations are left out.
  package func partRates() -> [(name: String, rate: Spread)] { partRates(of: \.floatingPointOperations) }

  /// The same in bytes per second.
  package func partBandwidths() -> [(name: String, rate: Spread)] { partRates { $0.bytes ?? 0 } }

  private func partRates(of amount: (OperationTiming) -> Double) -> [(name: String, rate: Spread)] {
    (repeats.first?.operations ?? []).compactMap { part in
      let rates = repeats.compactMap { reply in
        reply.operations?.first { $0.name == part.name }.flatMap { timing in
          timing.seconds > 0 && amount(timing) > 0 ? amount(timing) / timing.seconds : nil
        }
      }
      return Spread(rates).map { (part.name, $0) }
    }
  }

  /// How many times as long a repeat took beside busy processes as alone, round by round.
  package var slowdown: Spread? {
    Spread(
      repeats.compactMap { reply in
        guard let seconds = reply.seconds, let alone = reply.secondsAlone, alone > 0 else { return nil }
        return seconds / alone
      })
  }

  /// The rate of the matrix products, in floating-point operations per second.
  package var arithmeticRate: Double? {
    Spread(
      repeats.compactMap { reply in
        guard let seconds = reply.seconds, seconds > 0, let count = reply.floatingPointOperations else {
          return nil
        }
        return count / seconds
      })?.median
  }
}
