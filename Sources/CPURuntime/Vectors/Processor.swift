import CInstructions

/// The processor that the kernels of this build are compiled for.
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
}
