import Foundation
import ProcessGroups

/// Threads of this process that stand for processes of a group, each with a place of its own.
package final class ThreadGroup: ProcessGroup, @unchecked Sendable {
  package let rank: Int
  package let count: Int
  package var hosts: [String] { (0..<count).map { "host-\($0 % 2)" } }
  private let mail: Mail

  private init(rank: Int, count: Int, mail: Mail) { (self.rank, self.count, self.mail) = (rank, count, mail) }

  /// What one of several has thrown.
  package struct Abort: Error { package let exitCode: Int32 }

  package func begin(_ transfers: [Transfer]) throws -> any Transfers {
    for transfer in transfers where transfer.direction == .send {
      mail.post(Data(transfer.bytes), from: rank, to: transfer.peer)
    }
    return Receipts(transfers.filter { $0.direction == .receive }, of: self)
  }

  package func abort(exitCode: Int32) -> Never { preconditionFailure("aborted with \(exitCode)") }

  /// Does work in as many threads at once and waits for all of them.
  /// - Returns: what each has given, by rank.
  package static func run<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (ThreadGroup) throws -> Value
  ) -> [Result<Value, any Error>] {
    let mail = Mail()
    let results = Results<Value>()
    let threads = (0..<count).map { rank in
      let thread = Thread {
        let result = Result { try work(ThreadGroup(rank: rank, count: count, mail: mail)) }
        results.set(result, rank)
      }
      thread.stackSize = 64 << 20
      return thread
    }
    for thread in threads { thread.start() }
    return results.wait(for: count)
  }

  /// Messages on their way, in the order in which they were posted.
  private final class Mail: @unchecked Sendable {
    private struct Way: Hashable {
      let from: Int
      let to: Int
    }

    private let condition = NSCondition()
    private var messages: [Way: [Data]] = [:]

    func post(_ message: Data, from: Int, to: Int) {
      condition.withLock {
        messages[Way(from: from, to: to), default: []].append(message)
        condition.broadcast()
      }
    }

    func take(from: Int, to: Int) -> Data {
      condition.withLock {
        let way = Way(from: from, to: to)
        while messages[way, default: []].isEmpty { condition.wait() }
        return messages[way, default: []].removeFirst()
      }
    }
  }

  private struct Receipts: Transfers {
    let transfers: [Transfer]
    let group: ThreadGroup

    init(_ transfers: [Transfer], of group: ThreadGroup) { (self.transfers, self.group) = (transfers, group) }

    func wait() throws {
      for transfer in transfers {
        let message = group.mail.take(from: transfer.peer, to: group.rank)
        precondition(
          message.count == transfer.bytes.count, "\(message.count) bytes for \(transfer.bytes.count)")
        transfer.bytes.copyBytes(from: message)
      }
    }
  }

  private final class Results<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var results: [Int: Result<Value, any Error>] = [:]

    func set(_ result: Result<Value, any Error>, _ rank: Int) {
      condition.withLock {
        results[rank] = result
        condition.signal()
      }
    }

    func wait(for count: Int) -> [Result<Value, any Error>] {
      condition.withLock {
        while results.count < count { condition.wait() }
        return (0..<count).compactMap { results[$0] }
      }
    }
  }
}
