import Testing

@testable import Benchmarking

@Suite struct WorkloadSelectionTests {
  let names = ["roofline", "training/small/a", "training/small/b", "training/smaller", "training/base/a"]
  let long: Set<String> = ["training/base/a"]

  @Test(arguments: [
    ([String](), [0, 1, 2, 3]), (["all"], [0, 1, 2, 3, 4]), (["training"], [1, 2, 3, 4]),
    (["training/small"], [1, 2]),
    (["training/small/b", "roofline"], [0, 2]), (["roofline", "roofline"], [0]),
  ])
  func chooses(wanted: [String], indices: [Int]) throws {
    #expect(try WorkloadSelection.choose(wanted, from: names, long: long) == indices)
  }

  @Test(arguments: [
    ("trainig", "Did you mean 'training'?"), ("training/smal", "Did you mean 'training/small'?"),
  ])
  func namesTheNearest(wanted: String, advice: String) {
    let error = #expect(throws: UnknownWorkload.self) {
      try WorkloadSelection.choose([wanted], from: names, long: long)
    }
    #expect(error?.nextStep?.hasPrefix(advice) == true)
    #expect(error?.category == .usage)
  }
}
