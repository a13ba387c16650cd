import Testing
import Training

@Suite struct VerificationDrawTests {
  /// Steps that are drawn lie between their start and the next one, and are as many as were asked for.
  @Test(arguments: [[0], [0, 4], [0, 4, 5, 9], [4, 9], [0, 4, 4, 10]], 1...12)
  func counts(_ starts: [Int], _ asked: Int) {
    let end = 10
    let spans = zip(starts, starts.dropFirst() + [end]).map { ($0, $1 - $0) }
    let available = spans.reduce(0) { $0 + $1.1 }
    for seed in 0..<50 as Range<UInt64> {
      let draw = VerificationDraw(starts: starts, end: end, asked: asked, seed: seed)
      #expect(draw == VerificationDraw(starts: starts, end: end, asked: asked, seed: seed))
      #expect(draw.counts.values.reduce(0, +) == min(asked, available))
      for (start, count) in draw.counts {
        #expect(count >= 1 && count <= (spans.last { $0.0 == start }?.1 ?? 0))
      }
    }
  }

  /// Another seed draws other steps, and every start is drawn by some.
  @Test func seeds_drawDifferently() {
    let draws = (0..<30 as Range<UInt64>).map {
      VerificationDraw(starts: [0, 100, 200], end: 300, asked: 3, seed: $0)
    }
    #expect(Set(draws.map { $0.counts.description }).count > 5)
    #expect(Set(draws.flatMap(\.counts.keys)) == [0, 100, 200])
  }
}
