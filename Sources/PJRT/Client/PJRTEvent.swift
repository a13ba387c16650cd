import CPJRT

/// Work of a device that has been started: a copy, or the run of a program.
package final class PJRTEvent: @unchecked Sendable {
  private let client: PJRTClient
  private let handle: OpaquePointer?
  private let operation: String

  /// The event of an operation; `nil` where it is already over.
  init(_ handle: OpaquePointer?, of operation: String, _ client: PJRTClient) {
    (self.handle, self.operation, self.client) = (handle, operation, client)
  }

  deinit {
    guard let handle else { return }
    client.plugIn.release(PJRT_Event_Destroy_Args.self) { $0.event = handle }
  }

  /// Waits until the work is done. May be called again.
  /// - Throws: `PJRTError` where the work has failed.
  package func wait() throws(PJRTError) {
    guard let handle else { return }
    try client.plugIn.call(operation, PJRT_Event_Await_Args.self) { $0.event = handle }
  }
}
