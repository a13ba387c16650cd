import CPJRT

/// A plug-in at work on the devices that this process has.
///
/// Buffers and executables keep their client, and a client its plug-in: it is shut down when the last of them is gone. All calls
/// may be made from any thread.
package final class PJRTClient: @unchecked Sendable {
  /// The plug-in.
  package let plugIn: PlugIn
  /// The platform: `cpu`, `cuda`, `tpu`.
  package let platform: String
  /// What the plug-in says of its version and of the driver's.
  package let platformVersion: String
  /// The same in one line.
  package var platformVersionLine: String {
    platformVersion.split(whereSeparator: \.isNewline).joined(separator: ", ")
  }
  /// The interface that the plug-in has: `PJRT 0.115`.
  package var interface: String { "PJRT \(plugIn.version)" }
  /// The devices of this process; never empty.
  package let devices: [PJRTDevice]
  let handle: OpaquePointer

  /// Starts a plug-in.
  /// - Parameter options: what the plug-in is to do otherwise than usual: `cpu_device_count` for the processor's,
  ///   `memory_fraction`, `preallocate`, `allocator` and `visible_devices` for cards.
  /// - Throws: `PJRTError`: an option that is not known, no driver, no device.
  package init(_ plugIn: PlugIn, options: [String: NamedValue] = [:]) throws(PJRTError) {
    self.plugIn = plugIn
    let list = NamedValueList(options)
    let created = try list.values.withUnsafeBufferPointer { values throws(PJRTError) in
      try plugIn.call("start its devices", PJRT_Client_Create_Args.self) {
        $0.create_options = values.baseAddress
        $0.num_options = values.count
      }
    }
    withExtendedLifetime(list) {}
    let handle: OpaquePointer = created.client
    do throws(PJRTError) {
      (platform, platformVersion, devices) = try Self.describe(handle, plugIn)
    } catch {
      plugIn.release(PJRT_Client_Destroy_Args.self) { $0.client = handle }
      throw error
    }
    self.handle = handle
  }

  deinit { plugIn.release(PJRT_Client_Destroy_Args.self) { $0.client = handle } }

  private static func describe(
    _ handle: OpaquePointer, _ plugIn: PlugIn
  ) throws(PJRTError) -> (platform: String, version: String, devices: [PJRTDevice]) {
    let name = try plugIn.call("name its platform", PJRT_Client_PlatformName_Args.self) { $0.client = handle }
    let version = try plugIn.call("tell its version", PJRT_Client_PlatformVersion_Args.self) {
      $0.client = handle
    }
    let list = try plugIn.call("list its devices", PJRT_Client_AddressableDevices_Args.self) {
      $0.client = handle
    }
    var devices: [PJRTDevice] = []
    for index in 0..<list.num_addressable_devices {
      if let device = list.addressable_devices[index] { devices.append(try PJRTDevice(device, plugIn)) }
    }
    if devices.isEmpty {
      throw PJRTError(
        plugIn: plugIn.path, operation: "start its devices", code: .notFound, message: "it has none")
    }
    if let flaw = plugIn.vendorVersions.flaw(deviceCount: devices.count) {
      throw PJRTError(
        plugIn: plugIn.path, operation: "start its devices", code: .failedPrecondition, message: flaw)
    }
    return (
      String(counted: name.platform_name, name.platform_name_size),
      String(counted: version.platform_version, version.platform_version_size), devices
    )
  }
}
