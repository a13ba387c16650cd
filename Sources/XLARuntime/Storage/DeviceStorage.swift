import Autograd
import PJRT
import Synchronization

/// Storage of this runtime's: what a device has is copied to the host on demand, which may fail.
protocol DeviceStorage: TensorStorage {
  /// As `fetch`.
  func read() throws(PJRTError)
}

extension DeviceStorage {
  func fetch() throws { try read() }
}

/// That a device has not given a tensor to a reader that could not be told: no program runs from then on, so that
/// nothing comes of what the reader got in its place.
final class DeviceFailures: Sendable {
  private let first = Mutex<PJRTError?>(nil)

  /// Keeps a failure.
  func note(_ error: PJRTError) { first.withLock { if $0 == nil { $0 = error } } }

  /// - Throws: the first failure, where there was one.
  func check() throws(PJRTError) {
    if let error = first.withLock({ $0 }) { throw error }
  }
}
