/// What a runtime whose programs another library compiles says of that library and of the device.
public struct DeviceDescription: Sendable, Hashable {
  /// SHA-256 of the library's file; `nil` where nobody has asked for it.
  public let librarySHA256: String?
  /// The version of the library's interface.
  public let interface: String
  /// The platform: `cpu`, `cuda`, `tpu`.
  public let platform: String
  /// What the library says of its version and of the driver's.
  public let platformVersion: String
  /// What the device is: `cpu`, `NVIDIA H200`.
  public let kind: String
  /// The devices that share the work.
  public let count: Int
  /// How products of float32 matrices are made.
  public let arithmetic: String
  /// Bytes of memory that programs may take there; `nil` where it is the process's own.
  public let memoryBytes: Int?

  /// A description.
  public init(
    librarySHA256: String?, interface: String, platform: String, platformVersion: String, kind: String,
    count: Int, arithmetic: String, memoryBytes: Int?
  ) {
    self.librarySHA256 = librarySHA256
    self.interface = interface
    self.platform = platform
    self.platformVersion = platformVersion
    self.kind = kind
    self.count = count
    self.arithmetic = arithmetic
    self.memoryBytes = memoryBytes
  }
}
