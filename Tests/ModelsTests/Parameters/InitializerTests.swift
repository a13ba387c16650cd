import Autograd
import CPURuntime
import Models
import Testing

@Suite struct InitializerTests {
  private static func draw(
    _ initializer: Initializer, seed: UInt64 = 1, name: String = "a", count: Int = 100_000
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: .nan)
      initializer.fill(buffer, seed: seed, name: name)
      initialized = count
    }
  }

  private static func moments(_ values: [Float]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count)
    return (mean, variance.squareRoot())
  }

  @Test(arguments: [
    (Initializer.normal(standardDeviation: 1), 1.0), (.normal(standardDeviation: 0.02), 0.02),
    (.truncatedNormal(standardDeviation: 1), 1), (.truncatedNormal(standardDeviation: 0.125), 0.125),
    (.uniform(limit: 3), 3 / 3.0.squareRoot()), (.uniform(limit: 0.1), 0.1 / 3.0.squareRoot()),
  ])
  func momentsAreTheStatedOnes(_ initializer: Initializer, _ deviation: Double) {
    let moments = Self.moments(Self.draw(initializer))
    #expect(abs(moments.mean) < 0.016 * deviation)  // five standard errors
    #expect(abs(moments.deviation / deviation - 1) < 0.015)
  }

  @Test func rangesAreTheStatedOnes() throws {
    let truncated = Self.draw(.truncatedNormal(standardDeviation: 1)).map(abs)
    // Two deviations of the normal before it is widened by 1 / 0.8796.
    #expect(try #require(truncated.max()) <= 2.2738 && #require(truncated.max()) > 2.27)
    let uniform = Self.draw(.uniform(limit: 0.5)).map(abs)
    #expect(try #require(uniform.max()) <= 0.5 && #require(uniform.max()) > 0.4999)
    let normal = Self.draw(.normal(standardDeviation: 1))
    let share = Double(normal.filter { abs($0) < 1 }.count) / Double(normal.count)
    #expect(abs(share - 0.6827) < 0.008)
    #expect(try #require(normal.max()) > 3.5 && #require(normal.max()) < 6.8)
    #expect(Set(Self.draw(.ones, count: 100)) == [1])
  }

  @Test func neighboursAreUncorrelated() {
    let values = Self.draw(.normal(standardDeviation: 1)).map(Double.init)
    for distance in [1, 2, 4, 512] {
      let products = zip(values, values.dropFirst(distance)).map { $0 * $1 }
      #expect(abs(products.reduce(0, +) / Double(products.count)) < 0.016, "distance \(distance)")
    }
  }

  @Test func valuesAreAFunctionOfSeedNameAndPlace() {
    let initializer = Initializer.truncatedNormal(standardDeviation: 1)
    let values = Self.draw(initializer, count: 64)
    #expect(Self.draw(initializer, count: 64) == values)
    #expect(Array(Self.draw(initializer, count: 200)[..<64]) == values)
    for other in [
      Self.draw(initializer, seed: 2, count: 64), Self.draw(initializer, seed: 1 << 40, count: 64),
      Self.draw(initializer, name: "b", count: 64),
    ] { #expect(zip(other, values).allSatisfy { $0 != $1 }) }
  }

  @Test func parametersDoNotDependOnEachOther() throws {
    let runtime = CPURuntime(threads: 1)
    var configuration = T5Configuration(preset: .tiny, vocabularySize: 32)
    func store() -> ParameterStore {
      let store = ParameterStore(T5(configuration).parameters, runtime: runtime)
      store.initialize(seed: 9)
      return store
    }
    let small = store()
    (configuration.encoderLayers, configuration.decoderLayers) = (4, 3)
    let large = store()
    for specification in small.specifications {
      #expect(small[specification.name].floats == large[specification.name].floats, "\(specification.name)")
    }
    let (first, second) = (
      large["encoder.block.3.layer.0.SelfAttention.k.weight"].floats,
      large["encoder.block.2.layer.0.SelfAttention.k.weight"].floats
    )
    #expect(first != second)
  }

  /// t5x examples/t5/layers.py; the query's deviation is divided by the root of the head's dimension.
  @Test(arguments: ModelVersion.allCases)
  func deviationsOfAModelAreThoseOfT5X(_ version: ModelVersion) {
    let configuration = T5Configuration(preset: .mini, version: version, vocabularySize: 1000)
    let store = ParameterStore(T5(configuration).parameters, runtime: CPURuntime(threads: 1))
    store.initialize(seed: 1)
    let (model, inner, hidden) = (128.0, 128.0, Double(configuration.feedForwardDimension))
    let wi = version == .v1_0 ? "wi" : "wi_1"
    var expected = [
      "shared.weight": 1.0,
      "encoder.block.1.layer.0.SelfAttention.q.weight": 1 / (model * 32).squareRoot(),
      "decoder.block.2.layer.1.EncDecAttention.q.weight": 1 / (model * 32).squareRoot(),
      "decoder.block.0.layer.0.SelfAttention.k.weight": 1 / model.squareRoot(),
      "encoder.block.2.layer.0.SelfAttention.v.weight": 1 / model.squareRoot(),
      "decoder.block.2.layer.1.EncDecAttention.o.weight": 1 / inner.squareRoot(),
      "decoder.block.2.layer.2.DenseReluDense.\(wi).weight": 1 / model.squareRoot(),
      "encoder.block.2.layer.1.DenseReluDense.wo.weight": 1 / hidden.squareRoot(),
    ]
    if version == .v1_1 { expected["lm_head.weight"] = 1 / model.squareRoot() }
    for (name, deviation) in expected.sorted(by: { $0.key < $1.key }) {
      #expect(abs(Self.moments(store[name].floats).deviation / deviation - 1) < 0.03, "\(name)")
    }
    let biases = store["decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight"].floats
    #expect(biases.map(abs).max() ?? 0 <= Float((6.0 / Double(32 + configuration.heads)).squareRoot()))
    #expect(Set(store["decoder.final_layer_norm.weight"].floats) == [1])
  }
}
