import Diagnostics
import Foundation
import Storage

/// What a compiled program was compiled from and for: where all of it is the same, the compiled program is the same, or does the same.
package struct ExecutableIdentity: Codable, Sendable, Hashable {
  /// SHA-256 of the program's text.
  package var program: String
  /// SHA-256 of the bytes of its options.
  package var options: String
  /// SHA-256 of the plug-in's file.
  package var plugIn: String
  /// The version of the interface that the plug-in was built with, and what it says of its own and the driver's.
  package var version: String
  /// The kind of the devices.
  package var device: String
  /// The number of devices.
  package var deviceCount: Int
  /// What the processor can do, as SHA-256, where programs are compiled for the processor; else empty.
  package var processor: String

  /// The identity of a program that a client compiles.
  /// - Parameter remembered: where the hash of the plug-in's file is remembered; it is hundreds of megabytes long.
  /// - Throws: `FileError` where the plug-in's file can no longer be read.
  package init(
    of text: String, _ options: CompileOptions, for client: PJRTClient, remembered: HashCache? = nil
  ) throws {
    program = ContentHash.of(Data(text.utf8))
    self.options = ContentHash.of(Data(options.bytes))
    plugIn = try client.plugIn.contentHash(remembered: remembered)
    version = "\(client.plugIn.version) \(client.platform) \(client.platformVersion)"
    device = client.devices[0].kind
    deviceCount = options.deviceCount
    processor = client.platform == "cpu" ? ContentHash.of(Data(Self.processorFeatures.utf8)) : ""
  }

  /// SHA-256 of all of it, which names the file in a cache.
  package var key: String {
    let all = [program, options, plugIn, version, device, "\(deviceCount)", processor]
    return ContentHash.of(Data(all.map { "\($0.utf8.count):\($0)" }.joined().utf8))
  }

  /// What is not the same in `other`, in words; empty where all is.
  package func differences(from other: Self) -> [String] {
    var result: [String] = []
    if program != other.program { result.append("another program") }
    if options != other.options { result.append("other options of the compiler") }
    if plugIn != other.plugIn || version != other.version {
      result.append("another plug-in (\(other.version) instead of \(version))")
    }
    if device != other.device {
      result.append("another kind of device (\(other.device) instead of \(device))")
    }
    if deviceCount != other.deviceCount {
      result.append("another number of devices (\(other.deviceCount) instead of \(deviceCount))")
    }
    if processor != other.processor { result.append("another processor") }
    return result
  }

  /// The processor's instructions, as Linux names them; elsewhere its architecture.
  private static var processorFeatures: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
    #if arch(x86_64)
      return "x86-64 \(line ?? "")"
    #else
      return "arm64 \(line ?? "")"
    #endif
  }
}

extension PlugIn {
  /// SHA-256 of the library's file, which is read once in a process: it is hundreds of megabytes long.
  /// - Parameter remembered: where it is remembered from one process to the next, as long as the file does not change.
  /// - Throws: `FileError`.
  package func contentHash(remembered: HashCache? = nil) throws -> String {
    if let known = knownHash.withLock({ $0 }) { return known }
    let hash = try readHash(remembered)
    knownHash.withLock { $0 = hash }
    return hash
  }

  private func readHash(_ remembered: HashCache?) throws -> String {
    let what = "plug-in"
    guard let remembered else { return try ContentHash.ofFile(path, what: what) }
    let hashes = remembered.hashes(of: path)
    defer { hashes.save() }
    return try hashes.sha256(of: path, what: what)
  }
}
