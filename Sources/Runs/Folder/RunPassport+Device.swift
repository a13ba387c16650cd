import Autograd

extension RunPassport {
  /// The device that a run's programs were compiled for, and by whom; results follow from both.
  package struct Device: Sendable, Codable, Equatable {
    /// SHA-256 of the plug-in's file.
    package var plugInSHA256: String?
    /// The version of the plug-in's interface: `PJRT 0.115`.
    package var interface: String
    /// The platform: `cpu`, `cuda`, `tpu`.
    package var platform: String
    /// What the plug-in says of its version and of the driver's.
    package var platformVersion: String
    /// What the device is: `NVIDIA H200`.
    package var kind: String
    /// The devices that shared a step.
    package var count: Int
    /// How products of float32 matrices were made.
    package var arithmetic: String
    /// SHA-256 of the compiled code of the step, which another compilation may not give again; `nil` where no step
    /// was prepared.
    package var stepSHA256: String?

    /// What a runtime says of its device.
    package init(_ device: DeviceDescription) {
      plugInSHA256 = device.librarySHA256
      interface = device.interface
      platform = device.platform
      platformVersion = device.platformVersion
      kind = device.kind
      count = device.count
      arithmetic = device.arithmetic
    }

    /// The beginning of the plug-in's hash, for a reader.
    package var shortHash: String { plugInSHA256.map { String($0.prefix(12)) } ?? "not known" }

    /// The platform with its version, where that says more.
    package var platformWords: String {
      platform == platformVersion ? platform : "\(platform) \(platformVersion)"
    }

    /// The device and the plug-in, in a line.
    package var words: String {
      "\(count == 1 ? "" : "\(count) x ")\(kind) by XLA for \(platform), \(interface)"
    }
  }

  /// The threads of a run that the processor itself made; `nil` where a plug-in had threads of its own.
  package var ownThreads: Int? { device == nil ? threads : nil }

  /// The passport's rows for a reader: runtime, plug-in, device, or none where the processor itself computed.
  package var deviceRows: [(key: String, value: String)] {
    guard let device else { return [] }
    return [
      ("device", device.words), ("platform", device.platformWords),
      ("arithmetic", device.arithmetic), ("plug-in's SHA-256", device.plugInSHA256 ?? "not known"),
    ] + (device.stepSHA256.map { [("compiled step's SHA-256", $0)] } ?? [])
  }
}

extension PassportDifference {
  /// What is compared of the devices of two passports, old and new.
  static func deviceRows(
    _ old: RunPassport.Device?, _ new: RunPassport.Device?
  ) -> [(String, String, String)] {
    guard let old, let new else {
      return [("runtime", old?.words ?? "the processor", new?.words ?? "the processor")]
    }
    func plugIn(_ device: RunPassport.Device) -> String {
      "\(device.interface), SHA-256 \(device.shortHash)"
    }
    let rows = [
      ("plug-in", plugIn(old), plugIn(new)),
      ("platform", old.platformWords, new.platformWords),
      ("device", old.kind, new.kind), ("devices", "\(old.count)", "\(new.count)"),
      ("arithmetic", old.arithmetic, new.arithmetic),
    ]
    guard let step = old.stepSHA256, let other = new.stepSHA256 else { return rows }
    return rows + [("compiled step", "SHA-256 \(step.prefix(12))", "SHA-256 \(other.prefix(12))")]
  }
}
