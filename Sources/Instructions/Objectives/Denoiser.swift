/// One of the objectives of a mixture: how often it is drawn, and by what the model is told that it was.
///
/// UL2 (Tay et al. 2022, arXiv 2205.05131, section 3.1) calls such objectives denoisers, and what the model is
/// told its mode.
package struct Denoiser: Sendable, Equatable {
  /// What is done with a text; no mixture.
  package let objective: TextObjective
  /// How often it is drawn, relative to the others; above 0.
  package let weight: Double
  /// The ids that stand before what is given, to say which objective it is; empty for none.
  package let mode: [Int32]
  /// What it is called in place of a template: the objective and its mode.
  package let name: String

  /// A denoiser.
  /// - Parameter mode: the text that tells the model of it, with its ids.
  package init(_ objective: TextObjective, weight: Double = 1, mode: (text: String, ids: [Int32])? = nil) {
    self.objective = objective
    self.weight = weight
    self.mode = mode?.ids ?? []
    name = mode.map { "\(objective.name) \($0.text)" } ?? objective.name
  }

  /// The example that a text of at least the objective's `leastLength` tokens makes.
  func sides(of tokens: [Int32], random: CounterRandom) -> TextObjective.Sides {
    var sides = objective.sides(of: tokens, random: random)
    sides.inputs.insert(contentsOf: mode, at: 0)
    return sides
  }

  /// The most tokens, with their end-of-sequence ids, that a text of `length` tokens has on each side.
  func longestSides(ofLength length: Int) -> (inputs: Int, targets: Int) {
    let sides = objective.longestSides(ofLength: length)
    return (mode.count + sides.inputs, sides.targets)
  }
}

extension TextObjective {
  /// Keeps the draw of a denoiser apart from what the denoiser itself draws.
  private static let choiceDomain: UInt64 = 2

  /// What is done with a text: one of a mixture, drawn by the weights, or the objective itself.
  /// - Parameter random: decides all that is left to chance.
  func denoiser(_ random: CounterRandom) -> Denoiser {
    guard case .mixture(let denoisers) = self else { return Denoiser(self) }
    let whole = denoisers.reduce(0) { $0 + $1.weight }
    var place = Double(random.bits(at: 0, domain: Self.choiceDomain)) * 0x1p-64 * whole
    for denoiser in denoisers.dropLast() {
      if place < denoiser.weight { return denoiser }
      place -= denoiser.weight
    }
    return denoisers[denoisers.count - 1]
  }
}
