import Testing

@testable import CPURuntime

@Suite struct ProcessorTests {
  @Test func passport_saysWhoMakesProducts() {
    let text = CPURuntime.description(threads: 1).matrixProducts
    #expect(text.contains("OpenBLAS") != PackedProduct.replacesBLAS)
    #expect(text.contains("AVX-512") == (Processor.level == 4))
    #expect(CPURuntime.description(threads: 1).kernels.hasPrefix(Processor.name))
  }

  /// Every build for AVX2 or better multiplies by instructions that also add.
  @Test func panelsMakeProducts_whereTheProcessorHasFusedMultiplyAdds() {
    if Processor.level >= 3 || Processor.level == 0 { #expect(PackedProduct.replacesBLAS) }
    if Processor.level == 2 { #expect(!PackedProduct.replacesBLAS) }
  }
}
