import Foundation

/// What any thread has to tell, until the thread that may tell it comes by.
package final class PendingMessages: @unchecked Sendable {
  private let lock = NSLock()
  private var messages: [String] = []

  /// Nothing to tell yet.
  package init() {}

  /// Keeps a message.
  @Sendable package func add(_ message: String) { lock.withLock { messages.append(message) } }

  /// The messages since the last call, in their order.
  package func take() -> [String] {
    lock.withLock {
      defer { messages = [] }
      return messages
    }
  }
}
