import Testing

@testable import CPURuntime

@Suite struct ProcessorTests {
  private static let avx2 = 3
  private static let avx512 = 4

  /// Cores that OpenBLAS has chosen on processors of these kinds, and whether their kernels use the widest vectors.
  @Test(arguments: [
    ("Prescott", avx512, false), ("Haswell", avx512, false), ("Zen", avx512, false),
    ("SkylakeX", avx512, true), ("Cooperlake", avx512, true), ("SapphireRapids", avx512, true),
    ("Prescott", avx2, false), ("Nehalem", avx2, false), ("Sandybridge", avx2, false),
    ("Haswell", avx2, true), ("Zen", avx2, true),
    // Nothing is known of it, so that it is as good as any.
    ("Prescott", 1, true), ("Nehalem", 2, true), ("neoversen1", 0, true),
  ])
  func kernelSuitsProcessor(core: String, level: Int, suits: Bool) {
    #expect(Processor.kernel(core, suitsLevel: level) == suits)
  }

  @Test func passport_namesTheCore_andWhoMakesProducts() {
    let text = CPURuntime.blasDescription
    #expect(text.contains("OpenBLAS"))
    #expect(text.contains("all products") == !Processor.isKnownToBLAS || text.contains("portable"))
  }
}
