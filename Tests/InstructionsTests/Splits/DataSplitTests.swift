import Testing

@testable import Instructions

@Suite struct DataSplitTests {
  @Test func countsAreExactAndNeverAll() throws {
    for instances in 1...6 {
      for wanted in 0...8 {
        let split = try TaskCollection([SmallWorld.task("a", instances: instances)])
          .split(HoldOut(instances: .count(wanted)))
        let task = split.trained[0]
        #expect(task.heldOut.count == min(wanted, instances - 1))
        #expect((Array(task.train) + task.heldOut).sorted() == Array(0..<instances))
        #expect(Array(task.train) == task.train.sorted())
      }
    }
  }

  /// Instances of a task, a share, and how many are held out: at least one, and never all.
  @Test(arguments: [
    (100, 0.02, 2), (100, 0.5, 50), (10, 0.02, 1), (3, 0.9, 2), (2, 0.99, 1), (1, 0.5, 0), (1_000, 0.0004, 1),
    (250, 0.01, 3),
  ])
  func sharesAreCounted(_ instances: Int, _ share: Double, _ heldOut: Int) throws {
    let split = try TaskCollection([SmallWorld.task("a", instances: instances)])
      .split(HoldOut(instances: .share(share))).trained[0]
    #expect(split.heldOut.count == heldOut && split.train.count == instances - heldOut)
    #expect(Set(split.heldOut).isDisjoint(with: split.train))
  }

  @Test func equalInputsStayTogether() throws {
    var task = SmallWorld.task("a", instances: 12)
    for index in task.instances.indices { task.instances[index].input = "input \(index / 3)" }
    for wanted in 0...12 {
      let split = try TaskCollection([task]).split(HoldOut(instances: .count(wanted))).trained[0]
      let tested = Set(split.heldOut.map { $0 / 3 })
      #expect(tested.isDisjoint(with: split.train.map { $0 / 3 }))
      #expect(!split.train.isEmpty && split.heldOut.count >= min(wanted, 9))
    }
  }

  @Test func orderOfTheFilePlaysNoPart() throws {
    let task = SmallWorld.task("a", instances: 50)
    var reversed = task
    reversed.instances.reverse()
    let hold = HoldOut(instances: .share(0.3))
    let split = try TaskCollection([task]).split(hold).trained[0]
    let other = try TaskCollection([reversed]).split(hold).trained[0]
    #expect(
      split.heldOut.map { task.instances[$0].input } == other.heldOut.map { reversed.instances[$0].input })
    #expect(split.heldOut.count == 15)
    let salted = try TaskCollection([task]).split(HoldOut(instances: .share(0.3), salt: 1)).trained[0]
    #expect(salted.heldOut != split.heldOut)
  }

  @Test func clustersAndTasksAreHeldOutWhole() throws {
    let collection = try TaskCollection([
      SmallWorld.task("a", cluster: "x", instances: 3), SmallWorld.task("b", cluster: "y", instances: 3),
      SmallWorld.task("c", cluster: "x", instances: 3), SmallWorld.task("d", cluster: "z", instances: 3),
    ])
    let split = try collection.split(HoldOut(clusters: ["x"], tasks: ["d"], instances: .count(1)))
    #expect(split.trained.map(\.task.name) == ["b"])
    #expect(split.heldOutTasks.map(\.task.name) == ["a", "c", "d"])
    for task in split.heldOutTasks { #expect(task.train.isEmpty && task.heldOut.sorted() == [0, 1, 2]) }
    #expect(message { _ = try collection.split(HoldOut(clusters: ["xx"])) }.contains("Did you mean 'x'?"))
    #expect(message { _ = try collection.split(HoldOut(tasks: ["e"])) }.contains("no task 'e'"))
    #expect(
      message { _ = try collection.split(HoldOut(clusters: ["x", "y", "z"])) }.contains("nothing is left"))
  }

  @Test func strangeFractionsDoNotTrap() throws {
    let collection = try TaskCollection([SmallWorld.task("a", instances: 4)])
    for fraction in [-1, 0, 1, 7, .infinity, .nan] {
      let split = try collection.split(HoldOut(instances: .share(fraction))).trained[0]
      #expect(!split.train.isEmpty)
    }
  }
}
