import CInstructions
import CStartup

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
  static let isKnownToBLAS = kernel(CPURuntime.blasCore, suitsLevel: Int(FLAN_TRAIN_processorLevel()))

  /// - Parameters:
  ///   - core: the name of OpenBLAS's kernel.
  ///   - level: the level of x86-64 that the processor has; 0 for another architecture.
  static func kernel(_ core: String, suitsLevel level: Int) -> Bool {
    let widest: Set<String> = ["SkylakeX", "Cooperlake", "SapphireRapids"]
    let wide: Set<String> = ["Haswell", "Zen", "Excavator"]
    switch level {
    case 4: return widest.contains(core)
    case 3: return wide.contains(core) || widest.contains(core)
    default: return true
    }
  }
}
