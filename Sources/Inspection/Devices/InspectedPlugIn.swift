import Diagnostics
import PJRT

/// A plug-in of XLA's and the devices that it has here.
package struct InspectedPlugIn: Sendable, Codable, Equatable {
  /// A processor, a card, a core of a TPU.
  package struct Device: Sendable, Codable, Equatable {
    /// Its number among the devices of all processes.
    package let id: Int
    /// What it is: `NVIDIA H200`.
    package let kind: String
    /// Bytes of memory that programs may take; `nil` where the plug-in does not count, as those for the processor.
    package let memoryBytes: Int?
    /// Bytes of it that are in use.
    package let usedBytes: Int?
  }

  /// What one calls it: `cpu`, `cuda13`.
  package let name: String
  /// Its file.
  package let path: String
  /// Where it was found.
  package let place: String
  /// The version of its interface; `nil` where it could not be looked at.
  package var interface: String?
  /// The platform: `cpu`, `cuda`, `tpu`.
  package var platform: String?
  /// What it says of its version and of the driver's.
  package var platformVersion: String?
  /// The devices of this process.
  package var devices: [Device] = []
  /// Why it cannot be used.
  package var problem: String?
  /// Whether a recipe that names no plug-in gets it.
  package var isTaken: Bool?

  /// A plug-in that has been found and not been looked at.
  package init(_ found: PlugInSearch.Candidate) {
    (name, path, place) = (found.name, found.path, found.place)
  }

  /// Takes what another process has seen of it.
  mutating func see(_ seen: InspectedPlugIn) {
    (interface, platform, platformVersion) = (seen.interface, seen.platform, seen.platformVersion)
    devices = seen.devices
  }

  /// Loads a plug-in into this process and starts it.
  ///
  /// Nothing of a card's memory is taken. The library stays loaded, and what it does to the process is its own: where
  /// several are looked at, each gets a process (`DeviceProbe`).
  /// - Throws: `PlugInError`, `PJRTError`.
  package init(lookingAt found: PlugInSearch.Candidate) throws {
    self.init(found)
    let client = try PJRTClient(
      PlugIn(path: found.path), options: ClientOptions.lookingAt(found.name))
    (interface, platform, platformVersion) = (client.interface, client.platform, client.platformVersionLine)
    devices = client.devices.map { device in
      let memory = try? device.memory()
      return Device(id: device.id, kind: device.kind, memoryBytes: memory?.limit, usedBytes: memory?.used)
    }
  }
}
