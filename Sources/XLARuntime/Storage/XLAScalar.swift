import Autograd
import PJRT

/// A scalar among those that a program gives as one vector.
final class XLAScalar: DeviceStorage {
  let type = TensorType.float32([])
  private let vector: XLAStorage
  private let place: Int

  /// The scalar at a place of the vector.
  init(in vector: XLAStorage, at place: Int) { (self.vector, self.place) = (vector, place) }

  var revision: Int { vector.revision }

  func read() throws(PJRTError) { try vector.read() }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try vector.withBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    try vector.withMutableBytes { try body(UnsafeMutableRawBufferPointer(rebasing: $0[range])) }
  }

  private var range: Range<Int> { (place * type.byteCount)..<((place + 1) * type.byteCount) }
}
