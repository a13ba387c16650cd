import CInstructions
import COpenBLAS
import Foundation

/// The processor that the kernels of this build are compiled for, and what the one that it runs on can do.
enum Processor {
  /// The level of the x86-64 architecture, 1 to 4; 0 for another architecture.
  static var level: Int { Int(compiledLevel()) }

  /// Whether the kernels' vectors are AVX-512 registers.
  static var hasAVX512: Bool { level == 4 }

  /// The level as compilers name it.
  static var name: String {
    switch level {
    case 0: "armv8-a"
    case 1: "x86-64"
    default: "x86-64-v\(level)"
    }
  }

  /// Whether OpenBLAS runs kernels that use the processor's widest vectors.
  ///
  /// A library older than the processor does not know it and takes a kernel that runs anywhere: 0.3.21 takes that of a Prescott
  /// of 2004 on an Emerald Rapids, at a sixth of the speed.
  static let isKnownToBLAS = kernel(String(cString: openblas_get_corename()), suits: flags)

  /// - Parameters:
  ///   - core: the name of OpenBLAS's kernel.
  ///   - flags: what Linux says that the processor can do; empty where that is not known.
  static func kernel(_ core: String, suits flags: Set<String>) -> Bool {
    let widest: Set<String> = ["SkylakeX", "Cooperlake", "SapphireRapids"]
    let wide: Set<String> = ["Haswell", "Zen", "Excavator"]
    if flags.contains("avx512f") { return widest.contains(core) }
    if flags.contains("avx2") { return wide.contains(core) || widest.contains(core) }
    return true
  }

  private static let flags: Set<String> = {
    #if arch(x86_64)
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
      else { return [] }
      return Set(line.split(separator: " ").map(String.init))
    #else
      return []
    #endif
  }()
}
