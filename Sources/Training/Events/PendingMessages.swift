import Foundation

/// What any thread has to tell, until the thread that may tell it comes by.
final class PendingMessages: @unchecked Sendable {
  private let lock = NSLock()
  private var messages: [String] = []

  /// Keeps a message.
  @Sendable func add(_ message: String) { lock.withLock { messages.append(message) } }

  /// The messages since the last call, in their order.
  func take() -> [String] {
    lock.withLock {
      defer { messages = [] }
      return messages
    }
  }
}
