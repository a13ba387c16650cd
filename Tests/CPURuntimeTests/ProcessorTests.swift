import Testing

@testable import CPURuntime

@Suite struct ProcessorTests {
  private static let none: Set<String> = []
  private static let avx2: Set<String> = ["sse4_2", "avx", "avx2", "fma"]
  private static let avx512 = avx2.union(["avx512f", "avx512bw"])

  /// Cores that OpenBLAS has chosen on processors of these kinds, and whether their kernels use the widest vectors.
  @Test(
    arguments: [
      ("Prescott", avx512, false), ("Haswell", avx512, false), ("Zen", avx512, false),
      ("SkylakeX", avx512, true), ("Cooperlake", avx512, true), ("SapphireRapids", avx512, true),
      ("Prescott", avx2, false), ("Nehalem", avx2, false), ("Sandybridge", avx2, false),
      ("Haswell", avx2, true), ("Zen", avx2, true),
      // Nothing is known of it, so that it is as good as any.
      ("Prescott", none, true), ("Nehalem", ["sse4_2"], true), ("neoversen1", none, true),
    ] as [(String, Set<String>, Bool)])
  func kernelSuitsProcessor(core: String, flags: Set<String>, suits: Bool) {
    #expect(Processor.kernel(core, suits: flags) == suits)
  }

  @Test func passport_namesTheCore_andWhoMakesProducts() {
    let text = CPURuntime.blasDescription
    #expect(text.contains("OpenBLAS"))
    #expect(text.contains("all products") == !Processor.isKnownToBLAS || text.contains("portable"))
  }
}
