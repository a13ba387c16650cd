import Benchmarking
import CPURuntime
import Foundation

/// The machine that everything ran on.
enum MachineDescription {
  /// The kind of machine.
  static var name: String {
    let cores = ProcessInfo.processInfo.processorCount
    #if os(Linux)
      let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      return ProcessorIdentity(cpuinfo: text ?? "", cores: cores).name
    #else
      return ProcessorIdentity(name: brand() ?? "unknown processor", vectors: nil, cores: cores).name
    #endif
  }

  /// What else there is to say, alike in every run on the same machine with the same libraries.
  static func facts(_ pinning: ProcessorPinning) -> [BenchmarkReport.Fact] {
    let info = ProcessInfo.processInfo
    let memory = Double(info.physicalMemory) / 1e9
    return [
      .init("Memory", String(format: "%.0f GB", memory)),
      .init("Threads", pinning.description),
      .init("System", info.operatingSystemVersionString),
      .init("Matrix products", CPURuntime.description(threads: 1).matrixProducts),
    ]
  }

  #if !os(Linux)
    private static func brand() -> String? {
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  #endif

  /// Today, as `2026-11-29`.
  static var day: String {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return String(format: "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
  }
}
