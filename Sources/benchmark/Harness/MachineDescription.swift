import Benchmarking
import CPURuntime
import Foundation

/// The machine that everything ran on.
enum MachineDescription {
  static func facts(_ pinning: ProcessorPinning) -> [BenchmarkReport.Fact] {
    let info = ProcessInfo.processInfo
    let memory = Double(info.physicalMemory) / 1e9
    return [
      .init("Processor", "\(processor() ?? "unknown"), \(info.processorCount) cores"),
      .init("Memory", String(format: "%.0f GB", memory)),
      .init("Threads", pinning.description),
      .init("System", info.operatingSystemVersionString),
      .init("OpenBLAS", CPURuntime.blasDescription),
    ]
  }

  private static func processor() -> String? {
    #if os(Linux)
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
      return field("model name", of: text) ?? field("CPU part", of: text)
    #else
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #endif
  }

  private static func field(_ name: String, of text: String) -> String? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
    return line.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
  }
}
