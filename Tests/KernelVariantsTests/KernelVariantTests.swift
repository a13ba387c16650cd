import Testing

/// Every build of the kernels that the processor can run: the bits that are kept here, on any number of threads.
@Suite(.serialized) struct KernelVariantTests {
  @Test(arguments: KernelVariant.runnable)
  func trainingHasTheSameBits_onAnyNumberOfThreads(_ variant: KernelVariant) throws {
    let expected = try TrainingTrajectory(variant.runtime(1), steps: 3)
    for threads in [2, 3, 5] {
      let found = try TrainingTrajectory(variant.runtime(threads), steps: 3)
      #expect(found.losses == expected.losses, "\(threads) threads")
      #expect(found.weights == expected.weights, "\(threads) threads")
    }
  }

  /// With AVX2 and with AVX-512 the same bits: sums run in one order, whatever the width of vectors.
  ///
  /// A change of these numbers is a change of every run's bits: it is decided, and its commit says so.
  @Test(arguments: KernelVariant.runnable.filter { $0.level != 2 })
  func trainingHasTheBitsThatAreKept(_ variant: KernelVariant) throws {
    let losses = try TrainingTrajectory(variant.runtime(2)).losses
    #expect(
      losses.map(\.bitPattern) == keptLosses, "\(losses.map { "0x" + String($0.bitPattern, radix: 16) })")
  }

  /// Without fused multiply-adds (level 2) OpenBLAS makes products; the bits are those of the kernel that it picks.
  @Test func withoutFusedMultiplyAdds_lastBitsDiffer() throws {
    let losses = try TrainingTrajectory(KernelVariant.v2.runtime(2)).losses
    for (step, (loss, kept)) in zip(losses, keptLosses.map(Float.init(bitPattern:))).enumerated() {
      // Steps of Adafactor make a difference of the last bits grow.
      #expect(abs(loss - kept) <= 1e-5 * Float(step + 1) * abs(kept), "step \(step + 1): \(loss), \(kept)")
    }
    let (first, last) = (try #require(losses.first), try #require(losses.last))
    #expect(last < first, "twenty steps have taught nothing: \(losses)")
  }

  @Test func everyLevelIsThere_andThisBuildIsOneOfThem() {
    #expect([KernelVariant.v2, .v3, .v4].map(\.name) == ["x86-64-v2", "x86-64-v3", "x86-64-v4"])
    #expect(KernelVariant.runnable.contains { $0.level == KernelVariant.native.level })
  }
}
