import Autograd
import CPURuntime
import Optimizers
import Testing

/// Ten steps lead where those of torch.optim and optax lead.
@Suite struct PeerTests {
  @Test(arguments: PeerReference.cases, [1, 3])
  func tenStepsAreThoseOfThePeer(_ index: Int, _ threads: Int) throws {
    let reference = try PeerReference()
    let row = reference.case(index)
    let shape = Shape(row.shape)
    let update = try UpdateUnderTest(try row.optimizer(), shape, runtime: CPURuntime(threads: threads))
    update["p"].set(try reference.floats(index, "parameter"))
    let gradients = try reference.floats(index, "gradients")
    for step in 0..<reference.steps {
      try update.run(
        gradient: Array(gradients[(step * shape.count)..<((step + 1) * shape.count)]), step: step,
        rate: row.options.rate)
    }
    let expected = try reference.floats(index, "result")
    let size = expected.reduce(0) { max($0, abs($1)) }
    let difference = zip(update["p"].floats, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(difference <= 1e-6 * size, "\(row.peer) \(row.shape): \(difference / size)")
  }
}
