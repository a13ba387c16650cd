import Benchmarking
import Foundation
import MachineLimits

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
