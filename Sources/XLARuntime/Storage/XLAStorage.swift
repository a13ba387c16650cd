import Autograd
import PJRT

/// Memory of a tensor on a device, with a copy on the host where one has been asked for.
///
/// Elements lie where they were written last: the first read of what a program wrote copies them to the host, later
/// ones are free until a program writes again; what the host writes goes to the device with the next run that reads
/// it. Nothing is on the device before a program needs it there.
final class XLAStorage: DeviceStorage {
  let type: TensorType
  private(set) var revision = 0
  private let client: PJRTClient
  private let failures: DeviceFailures
  /// The elements on the host; `nil` where the device alone has them, or where all are zero still.
  private var host: UnsafeMutableRawBufferPointer?
  /// The elements on the device; `nil` where the host alone has them.
  private var device: PJRTBuffer?
  /// Why the host has not got what the device has; what is on the host then are no elements.
  private var failure: PJRTError?

  /// Memory for a tensor, filled with zeros.
  /// - Parameter failures: is told where a reader gets no elements.
  init(_ type: TensorType, _ client: PJRTClient, _ failures: DeviceFailures) {
    (self.type, self.client, self.failures) = (type, client, failures)
  }

  deinit { host?.deallocate() }

  /// The elements on the device, copied there where the host has newer ones.
  /// - Throws: `PJRTError`.
  func onDevice() throws(PJRTError) -> PJRTBuffer {
    if let failure { throw failure }
    if let device { return device }
    let bytes = UnsafeRawBufferPointer(rebasing: onHost()[..<type.byteCount])
    let buffer = try client.buffer(
      of: bytes, type.element.onDevice, dimensions: type.shape.dimensions, on: client.devices[0])
    device = buffer
    return buffer
  }

  /// Takes what a program has written in place of the elements.
  func replace(with buffer: PJRTBuffer) {
    device = buffer
    host?.deallocate()
    (host, failure) = (nil, nil)
    revision += 1
  }

  /// Copies the elements to the host, where the device alone has them.
  func read() throws(PJRTError) {
    if let failure { throw failure }
    guard host == nil, let device else { return }
    let memory = newMemory()
    do throws(PJRTError) {
      try device.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[..<type.byteCount]))
    } catch {
      memory.deallocate()
      throw error
    }
    host = memory
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeRawBufferPointer(rebasing: onHost()[..<type.byteCount]))
  }

  func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
    let memory = onHost()
    revision += 1
    device = nil
    return try body(UnsafeMutableRawBufferPointer(rebasing: memory[..<type.byteCount]))
  }

  /// The elements on the host, copied there where the device has newer ones.
  ///
  /// A run is over before its results are here, so that only a device that is lost fails to give them. Readers cannot be
  /// told: they get NaN, or zeros of integers, and every later run and `read` throws.
  private func onHost() -> UnsafeMutableRawBufferPointer {
    if let host { return host }
    do throws(PJRTError) {
      try read()
    } catch {
      failures.note(error)
      failure = error
    }
    if let host { return host }
    let memory = newMemory()
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    if failure != nil, type.element == .float32 {
      memory.bindMemory(to: Float.self).update(repeating: .nan)
    }
    host = memory
    return memory
  }

  private func newMemory() -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer.allocate(byteCount: max(type.byteCount, 1), alignment: 64)
  }
}

extension Autograd.ElementType {
  /// The type on a device.
  var onDevice: PJRT.ElementType {
    switch self {
    case .float32: .float32
    case .int32: .int32
    }
  }
}
