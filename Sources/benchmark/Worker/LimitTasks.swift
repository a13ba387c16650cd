import Benchmarking
import Foundation
import MachineLimits

/// Multiply-adds from registers, on one core and on all.
struct RegistersTask: WorkerTask {
  let threads: Int

  /// Some 20 ms of the widest vectors.
  private static let links = 1 << 23
  private static let samples = 3

  func `repeat`(_ number: Int) -> PeerReply {
    var parts: [OperationTiming] = []
    for count in Set([1, threads]).sorted() {
      for width in RegisterArithmetic.Width.allCases {
        let samples = (0..<Self.samples).map { _ in sample(width, threads: count) }
        parts += samples.min { $0.seconds < $1.seconds }.map { [$0] } ?? []
      }
    }
    return PeerReply(bestOf: parts)
  }

  private func sample(_ width: RegisterArithmetic.Width, threads: Int) -> OperationTiming {
    let (duration, outcome) = timed { RegisterArithmetic.run(width, links: Self.links, threads: threads) }
    return OperationTiming(
      name: "vectors of \(width.rawValue), \(threads) \(threads == 1 ? "thread" : "threads")", calls: 1,
      seconds: duration / .seconds(1), floatingPointOperations: outcome.floatingPointOperations)
  }
}

extension PeerReply {
  /// The answer of parts: the time of the one with the highest rate, and all.
  init(bestOf parts: [OperationTiming]) {
    func rate(_ part: OperationTiming) -> Double { part.floatingPointOperations / max(part.seconds, 1e-9) }
    self.init()
    if let best = parts.max(by: { rate($0) < rate($1) }) {
      seconds = best.seconds
      amount = best.floatingPointOperations
    }
    operations = parts
  }
}

/// Reading, copying and the triad, on one core and on all.
final class MemoryTask: WorkerTask {
  private let threads: Int
  private let traffic: MemoryTraffic

  private static let samples = 3

  /// Three arrays of 256 MB, less where memory is short.
  init(_ work: Work) {
    threads = work.threads
    let bytes = min(256 << 20, Int(ProcessInfo.processInfo.physicalMemory / 32))
    traffic = MemoryTraffic(bytes: bytes, threads: threads)
  }

  func `repeat`(_ number: Int) -> PeerReply {
    var parts: [OperationTiming] = []
    for count in Set([1, threads]).sorted() {
      for kind in MemoryTraffic.Kind.allCases {
        let samples = (0..<Self.samples).map { _ in sample(kind, threads: count) }
        parts += samples.min { $0.seconds < $1.seconds }.map { [$0] } ?? []
      }
    }
    var reply = PeerReply()
    // What a decoding step asks for: reading, on all cores.
    if let reading = parts.last(where: { $0.name.hasPrefix(MemoryTraffic.Kind.read.rawValue) }) {
      reply.seconds = reading.seconds
      reply.amount = reading.bytes
    }
    reply.operations = parts
    return reply
  }

  private func sample(_ kind: MemoryTraffic.Kind, threads: Int) -> OperationTiming {
    let (duration, outcome) = timed { traffic.run(kind, threads: threads) }
    return OperationTiming(
      name: "\(kind.rawValue), \(threads) \(threads == 1 ? "thread" : "threads")", calls: 1,
      seconds: duration / .seconds(1), floatingPointOperations: 0, bytes: outcome.bytes)
  }
}

/// A cache line that two cores hand to each other.
struct CoreDistanceTask: WorkerTask {
  /// Some tens of milliseconds.
  private static let trips = 100_000

  func `repeat`(_ number: Int) -> PeerReply {
    let (duration, end) = timed { CoreDistance.run(trips: Self.trips) }
    return PeerReply(duration, amount: Double(end / 2))
  }
}
