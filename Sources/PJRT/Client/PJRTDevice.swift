import CPJRT

/// A device of a client: a processor, a card, a core of a TPU.
package struct PJRTDevice: @unchecked Sendable {
  /// Its number among the devices of all processes.
  package let id: Int
  /// What it is: `cpu`, `NVIDIA H200`, `TPU v5 lite`.
  package let kind: String
  let handle: OpaquePointer
  private let plugIn: PlugIn

  /// The device of a handle, which lives as long as its client.
  /// - Throws: `PJRTError`.
  init(_ handle: OpaquePointer, _ plugIn: PlugIn) throws(PJRTError) {
    (self.handle, self.plugIn) = (handle, plugIn)
    let description = try plugIn.call("describe a device", PJRT_Device_GetDescription_Args.self) {
      $0.device = handle
    }.device_description
    id = Int(
      try plugIn.call("number a device", PJRT_DeviceDescription_Id_Args.self) {
        $0.device_description = description
      }.id)
    let kind = try plugIn.call("tell the kind of a device", PJRT_DeviceDescription_Kind_Args.self) {
      $0.device_description = description
    }
    self.kind = String(counted: kind.device_kind, kind.device_kind_size)
  }

  /// The memory of the device at this moment.
  /// - Throws: `PJRTError`, of the code `unimplemented` where the plug-in does not count, as those for the processor.
  package func memory() throws(PJRTError) -> DeviceMemory {
    let counted = try plugIn.call("tell a device's memory", PJRT_Device_MemoryStats_Args.self) {
      $0.device = handle
    }
    return DeviceMemory(
      used: Int(counted.bytes_in_use),
      peak: counted.peak_bytes_in_use_is_set ? Int(counted.peak_bytes_in_use) : nil,
      limit: counted.bytes_limit_is_set ? Int(counted.bytes_limit) : nil)
  }
}

/// The memory of a device, in bytes.
package struct DeviceMemory: Sendable, Equatable {
  /// What is in use.
  package let used: Int
  /// The most that has been in use.
  package let peak: Int?
  /// What the client may use.
  package let limit: Int?
}
