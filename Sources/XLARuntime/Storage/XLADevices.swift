import Autograd
import PJRT

/// The devices of a runtime, which run every program together.
struct XLADevices: Sendable {
  let client: PJRTClient
  /// The devices, in the order in which they have the parts of a tensor that is split.
  let list: [PJRTDevice]

  /// The first devices of a client.
  init(_ client: PJRTClient, count: Int = 1) {
    precondition((1...client.devices.count).contains(count), "the client has \(client.devices.count) devices")
    self.client = client
    list = Array(client.devices[..<count])
  }

  /// Their number.
  var count: Int { list.count }

  /// Whether a tensor's first axis can be divided among them.
  func divide(_ type: TensorType) -> Bool {
    guard count > 1, let rows = type.shape.dimensions.first else { return false }
    return rows > 0 && rows % count == 0
  }

  /// A tensor's elements on each device.
  /// - Parameters:
  ///   - bytes: the elements, row-major.
  ///   - split: whether each device gets its part of the first axis, and not all.
  /// - Throws: `PJRTError`.
  func buffers(
    of bytes: UnsafeRawBufferPointer, _ type: TensorType, split: Bool
  ) throws(PJRTError) -> [PJRTBuffer] {
    var dimensions = type.shape.dimensions
    if split { dimensions[0] /= count }
    let byteCount = split ? bytes.count / count : bytes.count
    var buffers: [PJRTBuffer] = []
    for (place, device) in list.enumerated() {
      let start = split ? place * byteCount : 0
      buffers.append(
        try client.buffer(
          of: UnsafeRawBufferPointer(rebasing: bytes[start..<start + byteCount]), type.element.onDevice,
          dimensions: dimensions, on: device))
    }
    return buffers
  }
}
