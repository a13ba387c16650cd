import Autograd
import AutogradTestSupport
import Testing

@testable import CPURuntime

/// Work laid out on threads that are not there.
@Suite struct SimulatedScheduleTests {
  @Test(arguments: [1, 2, 5, 16], [0, 1, 3, 40])
  func everyItemIsDoneOnce_byAThreadThatThereIs(threads: Int, count: Int) {
    for order in [ThreadPool.SharingOrder.together, .apart] {
      let pool = ThreadPool(simulating: threads)
      var done: [Int] = []
      pool.share(count, order) { thread, item in
        #expect((0..<threads).contains(thread))
        done.append(item)
      }
      #expect(done.sorted() == Array(0..<count))
      var covered: [Int] = []
      pool.split(count) { _, range in covered += range }
      #expect(covered == Array(0..<count))
    }
  }

  /// Nobody ends before all parts' time has been shared out, and one thread does all of it.
  @Test(arguments: [1, 2, 7, 64])
  func spanIsBetweenAnEvenShareAndAllOfTheWork(threads: Int) throws {
    let pool = ThreadPool(simulating: threads)
    pool.share(100) { _, item in spend(item) }
    pool.each(threads) { spend($0 * 10) }
    let schedule = try #require(pool.simulation)
    #expect(schedule.span <= schedule.work && schedule.span * threads >= schedule.work)
    if threads == 1 { #expect(schedule.span == schedule.work) }
  }

  /// A simulating runtime computes what any does, bit for bit.
  @Test func resultsAreThoseOfARuntime() throws {
    let program = ProgramBuilder.record { builder in
      let (a, b) = (builder.input("a", .float32([300, 130])), builder.input("b", .float32([130, 200])))
      builder.output("c", a.times(b).scaled(by: 0.5))
    }
    func run(_ runtime: CPURuntime, _ step: (any PreparedProgram) throws -> Void) rethrows -> [Float] {
      let storage = Dictionary(
        uniqueKeysWithValues: program.inputs.map { ($0.name, runtime.makeStorage(program.types[$0.value])) })
      for (name, tensor) in storage {
        tensor.set((0..<tensor.type.shape.count).map { Float(($0 * 7 + name.utf8.count) % 13) - 6 })
      }
      let prepared = runtime.prepare(program, storage: storage)
      try step(prepared)
      return prepared.output("c").floats
    }
    let expected = try run(CPURuntime(threads: 2)) { try $0.run() }
    let simulating = CPURuntime(simulating: 16)
    var times: [SimulatedInstruction] = []
    #expect(run(simulating) { times = simulating.runSimulated($0) } == expected)
    #expect(times.map(\.instruction) == [0, 1])
    for time in times { #expect(time.span > 0 && time.span <= time.work) }
  }

  private func spend(_ amount: Int) {
    var x: Float = 1
    for i in 0..<(amount * 100) { x += Float(i) / x }
    #expect(x > 0)
  }
}
