import Testing

@testable import Instructions

@Suite struct DenoiserTests {
  private static let corruption = TextObjective.spanCorruption(
    SpanCorruption(sentinels: (0..<100).map { 300 + $0 }))
  private static let mixture = TextObjective.mixture([
    Denoiser(corruption, weight: 3, mode: ("[R]", [91, 82])),
    Denoiser(.prefix(share: 0.25), weight: 1, mode: ("[S]", [93])), Denoiser(.causal, weight: 4),
  ])

  @Test func denoisersAreDrawnByTheirWeights() {
    var counts: [String: Int] = [:]
    for key in 0..<4_000 {
      let random = CounterRandom(seed: UInt64(key), label: "draw")
      let denoiser = Self.mixture.denoiser(random)
      counts[denoiser.name, default: 0] += 1
      #expect(Self.mixture.denoiser(random) == denoiser)
    }
    // Deviations are below 32; five of them are hardly ever exceeded.
    #expect(abs(counts["span-corruption [R]", default: 0] - 1_500) < 160)
    #expect(abs(counts["prefix-lm [S]", default: 0] - 500) < 160)
    #expect(abs(counts["causal", default: 0] - 2_000) < 160)
    #expect(Self.corruption.denoiser(CounterRandom(key: 1)) == Denoiser(Self.corruption))
  }

  @Test func modesStandBeforeWhatIsGiven() {
    let tokens = (0..<40).map { Int32($0 + 2) }
    for key in 0..<50 {
      let random = CounterRandom(seed: UInt64(key), label: "mode")
      let (denoiser, sides) = (Self.mixture.denoiser(random), Self.mixture.sides(of: tokens, random: random))
      #expect(sides.inputs.prefix(denoiser.mode.count) == denoiser.mode[...])
      let plain = denoiser.objective.sides(of: tokens, random: random)
      #expect(sides.inputs.dropFirst(denoiser.mode.count) == plain.inputs[...])
      #expect(sides.targets == plain.targets)
    }
  }

  /// Of so many tokens, as many are to be written: a share, to the nearest, at least one and never all.
  @Test(arguments: [
    (2, 0.25, 1), (3, 0.99, 2), (40, 0.25, 10), (10, 0.25, 2), (14, 0.25, 4), (512, 0.25, 128),
  ])
  func aShareOfATextIsToBeWritten(_ length: Int, _ share: Double, _ written: Int) {
    let tokens = (0..<length).map { Int32($0 + 2) }
    let objective = TextObjective.prefix(share: share)
    for key in 0..<3 {
      let sides = objective.sides(of: tokens, random: CounterRandom(key: UInt64(key)))
      #expect(sides.inputs + sides.targets == tokens && sides.targets.count == written)
    }
    let longest = objective.longestSides(ofLength: length)
    #expect(longest.inputs == length - written + 1 && longest.targets == written + 1)
  }

  /// Rows hold a piece whichever denoiser is drawn for it, with its mode.
  @Test(arguments: [(64, 20), (20, 64), (512, 512)])
  func piecesFitWhateverIsDrawn(_ inputs: Int, _ targets: Int) {
    let length = Self.mixture.longestText(inRow: (inputs, targets))
    let tokens = [Int32](repeating: 5, count: length)
    for key in 0..<60 {
      let sides = Self.mixture.sides(of: tokens, random: CounterRandom(seed: UInt64(key), label: "fit"))
      #expect(sides.inputs.count < inputs && sides.targets.count < targets)
    }
    let next = Self.mixture.longestSides(ofLength: length + 1)
    #expect(next.inputs > inputs || next.targets > targets)
    #expect(Self.mixture.leastLength == 2)
  }
}
