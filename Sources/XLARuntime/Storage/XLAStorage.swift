import Autograd
import PJRT

/// Memory of a tensor on the runtime's devices, with a copy on the host where one has been asked for.
///
/// Elements lie where they were written last: the first read of what a program wrote copies them to the host, later
/// ones are free until a program writes again; what the host writes goes to the device with the next run that reads
/// it. Nothing is on the device before a program needs it there. Of a tensor that is split every device has as many rows
/// of the first axis; else every device has all of it.
final class XLAStorage: DeviceStorage {
  let type: TensorType
  private(set) var revision = 0
  /// Whether the devices have parts of it.
  let isSplit: Bool
  private let devices: XLADevices
  private let failures: DeviceFailures
  /// The elements on the host; `nil` where the device alone has them, or where all are zero still.
  private var host: UnsafeMutableRawBufferPointer?
  /// The elements on each device; `nil` where the host alone has them.
  private var buffers: [PJRTBuffer]?
  /// Why the host has not got what the device has; what is on the host then are no elements.
  private var failure: PJRTError?

  /// Memory for a tensor, filled with zeros.
  /// - Parameters:
  ///   - failures: is told where a reader gets no elements.
  ///   - splits: whether the devices are to have parts of it, where its first axis can be divided by their number.
  init(_ type: TensorType, _ devices: XLADevices, _ failures: DeviceFailures, splits: Bool = false) {
    (self.type, self.devices, self.failures) = (type, devices, failures)
    isSplit = splits && devices.divide(type)
  }

  deinit { host?.deallocate() }

  /// The elements, or the part of them, on each device, copied there where the host has newer ones.
  /// - Throws: `PJRTError`.
  func onDevices() throws(PJRTError) -> [PJRTBuffer] {
    if let failure { throw failure }
    if let buffers { return buffers }
    let bytes = UnsafeRawBufferPointer(rebasing: onHost()[..<type.byteCount])
    let made = try devices.buffers(of: bytes, type, split: isSplit)
    buffers = made
    return made
  }

  /// Takes what a program has written on each device in place of the elements.
  func replace(with buffers: [PJRTBuffer]) {
    self.buffers = buffers
    host?.deallocate()
    (host, failure) = (nil, nil)
    revision += 1
  }

  /// Copies the elements to the host, where the device alone has them.
  func read() throws(PJRTError) {
    if let failure { throw failure }
    guard host == nil, let buffers else { return }
    let memory = newMemory()
    let parts = isSplit ? buffers : Array(buffers.prefix(1))
    let byteCount = type.byteCount / parts.count
    do throws(PJRTError) {
      for (place, part) in parts.enumerated() {
        let range = place * byteCount..<(place + 1) * byteCount
        try part.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[range]))
      }
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
    buffers = nil
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
