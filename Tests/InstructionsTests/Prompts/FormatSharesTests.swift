import Testing

@testable import Instructions

@Suite struct FormatSharesTests {
  @Test func renormalizesOverWhatIsSupported() throws {
    let shares = try FormatShares([.zeroShot: 3, .fewShot: 1, .fewShotChainOfThought: 4])
    #expect(shares.renormalized(over: [.zeroShot, .fewShot]) == [.zeroShot: 0.75, .fewShot: 0.25])
    #expect(shares.renormalized(over: [.zeroShotChainOfThought]).isEmpty)
    #expect(shares.pick(0, among: [.zeroShotChainOfThought]) == nil)
    #expect(shares.pick(.max, among: PromptFormat.allCases) == .fewShotChainOfThought)
    #expect(shares.pick(.max, among: [.zeroShot, .zeroShotChainOfThought]) == .zeroShot)
    #expect(shares.pick(0, among: PromptFormat.allCases) == .zeroShot)
  }

  @Test func refusesNonsense() {
    for weights in [
      [:], [.zeroShot: 0], [.zeroShot: -1, .fewShot: 2], [.fewShot: .infinity], [.fewShot: .nan],
    ]
      as [[PromptFormat: Double]]
    {
      #expect(throws: FormatError.badShares) { try FormatShares(weights) }
    }
  }

  @Test func namesAreStable() {
    #expect(
      PromptFormat.allCases.map(\.rawValue) == ["zero-shot", "few-shot", "zero-shot-cot", "few-shot-cot"])
  }
}
