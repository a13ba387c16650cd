import Autograd
import CPURuntime
import Models
import Testing

@Suite struct ParameterStoreTests {
  private let store: ParameterStore
  private let model = T5(T5Configuration(preset: .tiny, vocabularySize: 32))

  init() {
    store = ParameterStore(model.parameters, runtime: CPURuntime(threads: 1))
  }

  @Test func startsWithZeros() {
    #expect(store.count == model.parameterCount)
    for specification in store.specifications {
      #expect(store[specification.name].type == .float32(specification.shape))
      #expect(store[specification.name].floats.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func firstNonFiniteIsFound(_ value: Float) throws {
    store.initialize(seed: 1)
    #expect(try store.firstNonFinite() == nil)
    let names = [model.parameters[7].name, model.parameters[3].name]
    for (name, place) in zip(names, [2, 5]) {
      var values = store[name].floats
      values[place] = value
      store[name].set(values)
      let found = try #require(try store.firstNonFinite())
      #expect(found.name == name && found.index == place)
    }
  }
}
