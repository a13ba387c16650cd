import Autograd

/// A program drawn at random, with states that it updates, and elements for its inputs.
public struct RandomProgram: Sendable {
  /// The program.
  public let program: Program
  /// The elements of its inputs, by name.
  public let inputs: [String: [Double]]

  private static let shapes: [Shape] = [[12], [3, 4], [4, 3], [2, 6], [1, 12]]

  /// The program of a seed.
  public init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let builder = ProgramBuilder()
    var inputs: [String: [Double]] = [:]
    var pool: [Tensor] = []
    for index in 0..<4 {
      let shape = Self.shapes.randomElement(using: &generator)!
      pool.append(builder.input("input \(index)", .float32(shape)))
      inputs["input \(index)"] = Operand.floats(shape).elements(using: &generator)
    }
    let states = pool.prefix(3)
    for _ in 0..<Int.random(in: 5...40, using: &generator) {
      pool += Self.step(pool, using: &generator)
    }
    // Some states are replaced by something of their shape, some of which reads the state itself.
    for (index, state) in states.enumerated() {
      let candidates = pool.filter { $0.type == state.type && $0.id != state.id }
      guard let new = candidates.randomElement(using: &generator), Bool.random(using: &generator) else {
        continue
      }
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: builder.update("input \(index)", with: (state + new).scaled(by: 0.5))
      case 1: builder.update("input \(index)", with: new.hyperbolicTangent())
      default: builder.update("input \(index)", with: state.scaled(by: 0.5) * new)
      }
      // Readers of the old state recorded after its update.
      if Bool.random(using: &generator) { builder.output("late \(index)", state.exponential()) }
    }
    for index in 0..<3 {
      builder.output("output \(index)", pool.randomElement(using: &generator)!.offset(by: 1))
    }
    builder.output("same", pool.randomElement(using: &generator)!)
    program = builder.finish()
    self.inputs = inputs
  }

  /// Applies an operation to values of the pool; results stay in or near -1...1.
  private static func step(_ pool: [Tensor], using generator: inout SeededGenerator) -> [Tensor] {
    let x = pool.randomElement(using: &generator)!
    let same = pool.filter { $0.type == x.type }.randomElement(using: &generator)!
    switch Int.random(in: 0..<15, using: &generator) {
    case 0: return [(x + same).scaled(by: 0.5)]
    case 1: return [x * same]
    case 2: return [x - x]
    case 3: return [x.hyperbolicTangent()]
    case 4: return [x.offset(by: 2).reciprocalSquareRoot()]
    case 5, 6: return [x.reshaped(to: shapes.randomElement(using: &generator)!)]
    case 7 where x.shape.rank == 2: return [x.transposed([1, 0])]
    case 8: return [x.maximum(same)]
    case 9 where x.shape.rank == 2:
      let product = x.times(same, transposingOther: true).scaled(by: 0.1)
      return [product.times(same).scaled(by: 0.1)]
    case 10: return [x.sum().reshaped(to: [1]).broadcast(to: [12]).hyperbolicTangent()]
    case 11: return [x.gating(same, .silu)]
    case 12 where x.shape == [3, 4]:
      let weight = same.sum(over: [0]).scaled(by: 0.3)
      let normalized = x.builder.apply(RMSNorm(epsilon: 0.1), [x, weight])
      let gradients = x.builder.apply(RMSNormGradient(epsilon: 0.1), [x, weight, normalized[1], same])
      return [gradients[0].hyperbolicTangent(), gradients[1].reshaped(to: [1, 4]).broadcast(to: [3, 4])]
    case 13: return x.builder.apply(GatedLinearUnitGradient(.tanhGELU), [x, same, x])
    case 14: return x.builder.barrier([x, same])
    default: return [x.rectified()]
    }
  }
}
